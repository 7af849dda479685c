//! The account as last loaded.

use std::sync::Arc;

use futures_util::future::AbortHandle;
use leptos::prelude::*;

use super::load_state::LoadState;
use super::progress::Progress;
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::Catalog;
use crate::domain::directory::{Directory, LicenseRecord};
use crate::domain::ids::UserId;
use crate::engine::{Answer, Command, Run};
use crate::features::session::Session;

/// All users, licenses and numbers of the account, and the state of loading them. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Account {
    pub(super) session: Session,
    pub(crate) catalog: RwSignal<Arc<Catalog>>,
    pub(crate) directory: RwSignal<Directory>,
    pub(super) load_state: RwSignal<LoadState>,
    /// Cancels the load in progress, if any.
    pub(super) loading: StoredValue<Option<AbortHandle>>,
    pub(crate) progress: Progress,
    pub(super) is_run_active: Signal<bool>,
}

impl Account {
    /// An account that is not loaded yet. It is not refreshed while a run is active.
    pub fn new(session: Session, is_run_active: Signal<bool>) -> Self {
        Self {
            session,
            catalog: RwSignal::default(),
            directory: RwSignal::default(),
            load_state: RwSignal::default(),
            loading: StoredValue::new(None),
            progress: Progress::new(),
            is_run_active,
        }
    }

    /// The account from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Reads the account from an application. Tracks loads, not runs.
    pub(crate) fn as_read<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.session.config.with_value(|config| {
            self.catalog.with(|catalog| {
                self.directory.with(|directory| {
                    look(ApplicationView {
                        directory,
                        catalog,
                        application: &config.applications[index].application,
                    })
                })
            })
        })
    }
}

impl Account {
    /// The license types.
    pub fn catalog(self) -> Arc<Catalog> {
        self.catalog.get()
    }

    /// Updates the directory from what a run has read or done.
    pub(crate) fn learn(self, command: &Command, answer: &Answer) {
        match (command, answer) {
            (Command::ReadLicenses(user), Answer::Licenses(held)) => {
                self.learn_licenses([(*user, held.clone())]);
            }
            (Command::GiveNumber { user, number }, Answer::Done) => {
                self.directory
                    .update_untracked(|directory| directory.set_holder(*number, Some(*user)));
                self.progress.learned(*user);
            }
            (Command::TakeNumber { user, number }, Answer::Done) => {
                self.directory
                    .update_untracked(|directory| directory.set_holder(*number, None));
                self.progress.learned(*user);
            }
            _ => {}
        }
    }

    /// Takes over what a run has read of many users at once. Returns whether there was anything.
    pub(crate) fn learn_observed(self, run: &mut Run) -> bool {
        let observed = run.take_observed();
        let is_news = !observed.is_empty();
        if is_news {
            self.learn_licenses(observed);
        }
        is_news
    }

    fn learn_licenses(self, read: impl IntoIterator<Item = (UserId, Vec<LicenseRecord>)>) {
        let catalog = self.catalog.get_untracked();
        self.directory.update_untracked(|directory| {
            for (user, held) in read {
                directory.replace_licenses(user, held, &catalog);
                self.progress.learned(user);
            }
        });
    }

    /// Reads the account from an application. Tracks all of it, but of a run only the end.
    pub fn with_application<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.progress.track_account();
        self.as_read(index, look)
    }

    /// Reads the totals of an application: seats, licensed users. Tracks them during a run, too.
    pub fn with_totals<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.progress.track_totals();
        self.with_application(index, look)
    }

    /// A row shows this user from now on, and is notified of edits, and of changes by a run.
    pub fn watch_user(self, user: UserId) {
        self.progress.watch(user);
    }
}

/// Lower-cases and decomposes (NFD) a text.
pub(crate) fn decompose(text: &str) -> String {
    let decomposed = js_sys::JsString::from(text).normalize("NFD");
    decomposed.to_lower_case().into()
}
