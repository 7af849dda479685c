//! How far the account has been read, and the one load that reads it.

use std::rc::Rc;
use std::sync::Arc;

use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

use super::load::{Fresh, Load};
use super::load_rest::{license_types, licenses_and_numbers};
use super::state::Account;
use crate::api::list::both;
use crate::api::{ApiError, identity};
use crate::decode::DecodeError;
use crate::domain::date::Date;
use crate::features::clock::today;

/// How far the account has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LoadState {
    /// What is under way, or how it ended.
    pub stage: Stage,
    /// The users.
    pub users: Part,
    /// The licenses.
    pub licenses: Part,
    /// Why the numbers could not be read, if so.
    pub numbers_error: Option<ApiError>,
    /// When what is shown was read; `None`: nothing was read yet.
    pub read_at: Option<Date>,
    /// Whether the account is read anew.
    pub refresh: Refresh,
}

/// What is under way for the first time, or how it ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Stage {
    /// Reading.
    #[default]
    LoadState,
    /// Everything there is has been read, but for what cannot be decoded.
    Complete,
    /// Some pages could not be read; what was read is shown.
    Partly(ApiError),
    /// Nothing can be shown.
    Failed(ApiError),
}

/// Whether the account is read anew. What was read before stays, whole, until all is there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Refresh {
    /// It is not.
    #[default]
    None,
    /// It is, so far.
    UnderWay {
        /// The users.
        users: Part,
        /// The licenses.
        licenses: Part,
    },
    /// It was, and failed.
    Failed(ApiError),
}

/// How far one list has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    /// Different items read.
    pub read: usize,
    /// Items in all, as soon as the API has said.
    pub total: Option<usize>,
    /// Why items could not be decoded.
    pub undecodable: Arc<[DecodeError]>,
    /// Items that may be missing, at least: the list did not agree with its total.
    pub missing: usize,
}

impl LoadState {
    /// What the host is told: nothing while reading, that it is ready, or why it failed.
    pub(crate) fn told(&self) -> &'static str {
        match &self.stage {
            Stage::Loading => "",
            Stage::Complete | Stage::Partial(_) => "ready",
            Stage::Failed(ApiError::SignedOut | ApiError::AnotherAdministrator) => "signed-out",
            Stage::Failed(ApiError::Refused { .. }) => "not-allowed",
            Stage::Failed(_) => "offline",
        }
    }

    /// Whether a load is under way.
    pub fn is_loading(&self) -> bool {
        self.stage == Stage::Loading || matches!(self.refresh, Refresh::InProgress { .. })
    }

    /// Users and licenses of the load that is under way, else of what is shown.
    pub fn parts(&self) -> (&Part, &Part) {
        match &self.refresh {
            Refresh::InProgress { users, licenses } => (users, licenses),
            Refresh::None | Refresh::Failed(_) => (&self.users, &self.licenses),
        }
    }

    /// How much is read, and of how much: users one half, licenses the other, so that it never goes back when the
    /// number of licenses becomes known. `None` before the API has said how many users there are.
    pub fn share(&self) -> Option<(u32, u32)> {
        let (users, licenses) = self.parts();
        let share = users.of_half()? + licenses.of_half().unwrap_or_default();
        Some((share, 2 * Part::HALF))
    }

    /// Looks at the parts of the load that is under way.
    pub(crate) fn count(&mut self, users: &Part, licenses: &Part) {
        let (users, licenses) = (users.clone(), licenses.clone());
        match &mut self.refresh {
            Refresh::None | Refresh::Failed(_) => (self.users, self.licenses) = (users, licenses),
            refresh @ Refresh::InProgress { .. } => {
                *refresh = Refresh::InProgress { users, licenses }
            }
        }
    }
}

impl Part {
    const HALF: u32 = 500;

    /// The share read, in parts of [`Part::HALF`]; `None` before the API has said how many there are.
    fn of_half(&self) -> Option<u32> {
        let total = self.total?;
        let read = self.read.min(total) * Self::HALF as usize;
        u32::try_from(read.checked_div(total).unwrap_or(Self::HALF as usize)).ok()
    }
}

impl LoadState {
    /// A refresh that fails leaves what was read before, unless nobody is signed in any more.
    fn fail(&mut self, error: ApiError) {
        match (self.read_at, error) {
            (Some(_), ApiError::SignedOut) => {
                self.stage = Stage::Failed(ApiError::SignedOut);
                self.refresh = Refresh::None;
            }
            (Some(_), error) => self.refresh = Refresh::Failed(error),
            (None, error) => self.stage = Stage::Failed(error),
        }
    }
}

impl Account {
    /// How far the account has been read.
    pub fn load_state(self) -> LoadState {
        self.load_state.get()
    }

    /// Looks at how far it has been read.
    pub fn with_load_state<T>(self, look: impl FnOnce(&LoadState) -> T) -> T {
        self.load_state.with(look)
    }

    /// Whether licenses may be changed: every license has been read.
    pub fn is_editable(self) -> bool {
        self.directory
            .with(|directory| directory.licenses.is_complete())
    }

    /// Whether some users may be missing.
    pub fn may_miss_users(self) -> bool {
        self.load_state
            .with(|load_state| load_state.users.missing > 0)
    }

    /// Reads the account, or reads it anew: then what was read before stays until all is there. A load that is under
    /// way is cancelled. Does nothing during a run, whose changes it could miss.
    pub fn read(self) {
        self.cancel_load();
        self.load_state
            .update(|load_state| match load_state.read_at {
                None => *load_state = LoadState::default(),
                Some(_) => {
                    load_state.refresh = Refresh::InProgress {
                        users: Part::default(),
                        licenses: Part::default(),
                    }
                }
            });
        let (load, handle) = abortable(async move {
            match self.load().await {
                Ok(fresh) => self.show_loaded(fresh),
                Err(error) => self.load_state.update(|load_state| load_state.fail(error)),
            }
        });
        self.loading.set_value(Some(handle));
        self.session.spawn(async move {
            // A load that is cancelled has nothing to say.
            let _ = load.await;
        });
    }

    /// Ends a refresh, since a run begins whose changes it would overwrite.
    pub(crate) fn cancel_refresh(self) {
        let refreshes =
            |load_state: &LoadState| matches!(load_state.refresh, Refresh::InProgress { .. });
        if self.load_state.with_untracked(refreshes) {
            self.cancel_load();
            self.load_state
                .update(|load_state| load_state.refresh = Refresh::None);
        }
    }

    fn cancel_load(self) {
        let mut load: Option<AbortHandle> = None;
        self.loading.update_value(|loading| load = loading.take());
        if let Some(load) = load {
            load.abort();
        }
    }

    async fn load(self) -> Result<Fresh, ApiError> {
        let action = self.session.action();
        let account = match self.session.account_id.get_untracked() {
            Some(account) => account,
            None => {
                let account = identity::own_account(&action).await?;
                self.session.account_id.set(Some(account));
                account
            }
        };
        let load = Rc::new(Load::new(self, action, account));
        let (begun, first_page_read) = oneshot::channel();
        let users = load.read_users(begun).boxed_local();
        let types = types_after_users(first_page_read, Rc::clone(&load)).boxed_local();
        both(users, types).await?;
        licenses_and_numbers(Rc::clone(&load)).await?.await;
        Ok(load.fresh.take())
    }

    /// Puts what was read in the place of what is shown, in one step; a refresh only if it is whole.
    fn show_loaded(self, fresh: Fresh) {
        let (is_refresh, had_numbers) = self.load_state.with_untracked(|load_state| {
            let is_refresh = load_state.read_at.is_some();
            (is_refresh, is_refresh && load_state.numbers_error.is_none())
        });
        let numbers_error = fresh.numbers_error.clone().filter(|_| had_numbers);
        if let Some(error) = fresh.error.clone().or(numbers_error).filter(|_| is_refresh) {
            return self.load_state.update(|load_state| load_state.fail(error));
        }
        batch(|| {
            if is_refresh {
                self.catalog.set(fresh.catalog);
                self.directory.set(fresh.directory);
            } else {
                // All else is shown already, and a run may have changed it while the numbers were read.
                let numbers = fresh.directory.numbers;
                self.directory
                    .update(|directory| directory.numbers = numbers);
            }
            self.load_state.set(LoadState {
                stage: fresh.error.map_or(Stage::Complete, Stage::Partial),
                users: fresh.users,
                licenses: fresh.licenses,
                numbers_error: fresh.numbers_error,
                read_at: Some(today()),
                refresh: Refresh::None,
            });
        });
    }
}

/// Reads the license types once there are users to show. If there are none, their error counts.
async fn types_after_users(
    first_page_read: oneshot::Receiver<()>,
    load: Rc<Load>,
) -> Result<(), ApiError> {
    match first_page_read.await {
        Ok(()) => license_types(load).await?.await,
        Err(_) => Ok(()),
    }
}
