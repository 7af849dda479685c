//! One load of the account: users first, so that rows appear early.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use futures_channel::oneshot::Sender;
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::load_state::Part;
use super::state::{Account, decompose};
use crate::api::client::Action;
use crate::api::{ApiError, identity};
use crate::domain::catalog::Catalog;
use crate::domain::directory::{Directory, UserRecord};
use crate::domain::ids::AccountId;

/// The data read so far.
#[derive(Default)]
pub(crate) struct Fresh {
    /// The directory of a refresh.
    pub(crate) directory: Directory,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) users: Part,
    pub(crate) licenses: Part,
    /// The error of a page of users or licenses that could not be read.
    pub(crate) error: Option<ApiError>,
    /// The error of the numbers, if they could not be read.
    pub(crate) numbers_error: Option<ApiError>,
}

/// How far users are put in order after each page.
const STEPS_OF_PAGE: usize = 8_000;
/// How far in a task of its own, some ten milliseconds.
const STEPS_OF_TASK: usize = 40_000;

/// The users in order.
#[derive(Default)]
struct InOrder {
    /// How many are shown.
    shown: usize,
    /// How many are being put in order.
    next: Option<usize>,
}

/// A load in progress. The first load is shown as it goes; a refresh is shown once it is complete.
pub(crate) struct Load {
    pub(super) state: Account,
    pub(super) action: Action,
    pub(super) account: AccountId,
    pub(super) is_first: bool,
    pub(super) fresh: RefCell<Fresh>,
}

impl Load {
    pub(crate) fn new(state: Account, action: Action, account: AccountId) -> Self {
        let is_first = state
            .load_state
            .with_untracked(|load_state| load_state.read_at.is_none());
        Self {
            state,
            action,
            account,
            is_first,
            fresh: RefCell::default(),
        }
    }

    /// Reads the users; `first_page` is notified once there are rows to show.
    ///
    /// # Errors
    /// When no page can be read.
    pub(super) async fn read_users(&self, first_page: Sender<()>) -> Result<(), ApiError> {
        let mut first_page = Some(first_page);
        let mut in_order = InOrder::default();
        let list = identity::users(self.account);
        let read = list
            .read(&self.action, |page| {
                self.fresh.borrow_mut().users.count(&page);
                let read = self.with_directory(|directory, _| {
                    let users = page.items.into_iter().map(UserRecord::from);
                    directory.add_users(users, decompose);
                    directory.users.len()
                });
                self.show_progress();
                self.show_in_order(read, &mut in_order);
                if let Some(first_page) = first_page.take() {
                    // Nobody waits after the load is canceled.
                    let _ = first_page.send(());
                }
            })
            .await;
        self.fresh
            .borrow_mut()
            .users
            .end(read.missing, read.undecodable);
        self.with_directory(|directory, _| {
            if !read.gone.is_empty() {
                let is_there = |record: &UserRecord| !read.gone.contains(&record.id.as_u128());
                directory.keep_users(is_there, decompose);
            }
        });
        self.put_in_order().await;
        self.with_directory(|directory, _| directory.shrink_users());
        self.show();
        match read.error {
            Some(error) if read.is_empty => Err(error),
            error => {
                self.fresh.borrow_mut().error = error;
                Ok(())
            }
        }
    }

    /// Shows the users in order, of whom so many were read, each time that their number has doubled.
    fn show_in_order(&self, read: usize, in_order: &mut InOrder) {
        if in_order.next.is_none() && read >= 2 * in_order.shown {
            self.with_directory(|directory, _| directory.begin_order());
            in_order.next = Some(read);
        }
        if let Some(next) = in_order.next
            && self.with_directory(|directory, _| directory.advance_order(STEPS_OF_PAGE))
        {
            self.show();
            *in_order = InOrder {
                shown: next,
                next: None,
            };
        }
    }

    /// Puts all users in order, in tasks that leave the page responsive.
    async fn put_in_order(&self) {
        let begin = || self.with_directory(|directory, _| directory.begin_order());
        let advance = || self.with_directory(|directory, _| directory.advance_order(STEPS_OF_TASK));
        loop {
            // An order that is in progress lacks the users read last.
            let has_begun = begin();
            while !advance() {
                sleep(Duration::ZERO).await;
            }
            if has_begun {
                break;
            }
        }
    }

    /// Shows the progress, if it is more than is shown.
    pub(super) fn show_progress(&self) {
        let Fresh {
            users, licenses, ..
        } = &*self.fresh.borrow();
        let shown = self.state.load_state;
        if shown.with_untracked(|shown| shown.is_behind(users, licenses)) {
            shown.update(|load_state| load_state.count(users, licenses));
        }
    }

    /// Works on the directory that is being loaded: on a first load the one that is shown, without showing it anew.
    pub(super) fn with_directory<T>(&self, work: impl FnOnce(&mut Directory, &Catalog) -> T) -> T {
        let Fresh {
            directory, catalog, ..
        } = &mut *self.fresh.borrow_mut();
        if self.is_first {
            let shown = self.state.directory;
            shown.update_untracked(|directory| work(directory, catalog))
        } else {
            work(directory, catalog)
        }
    }

    /// Shows a first load as far as it is.
    pub(super) fn show(&self) {
        if self.is_first {
            self.state.directory.notify();
        }
    }
}
