//! One load of the account: users first, so that rows appear early.

use std::cell::RefCell;
use std::sync::Arc;

use futures_channel::oneshot::Sender;
use leptos::prelude::*;

use super::load_state::Part;
use super::state::{Account, decompose};
use crate::api::client::Action;
use crate::api::{ApiError, identity};
use crate::domain::catalog::Catalog;
use crate::domain::directory::{Directory, UserRecord};
use crate::domain::ids::AccountId;
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// The data read so far.
#[derive(Default)]
pub(crate) struct Fresh {
    pub(crate) directory: Directory,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) users: Part,
    pub(crate) licenses: Part,
    /// The error of a page of users or licenses that could not be read.
    pub(crate) error: Option<ApiError>,
    /// Numbers whose holder the list does not name.
    pub(super) unknown_holders: KeySet<Number>,
    /// The error of the numbers, if they could not be read.
    pub(crate) numbers_error: Option<ApiError>,
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
        let mut shown = 0;
        let list = identity::users(self.account);
        let read = list
            .read(&self.action, |page| {
                let mut fresh = self.fresh.borrow_mut();
                fresh.users.count(&page);
                let Fresh {
                    directory, catalog, ..
                } = &mut *fresh;
                let users = page.items.into_iter().map(UserRecord::from);
                directory.add_users(users, catalog, decompose);
                drop(fresh);
                self.show_progress();
                let read = self.fresh.borrow().directory.users.len();
                if shown == 0 || read >= 2 * shown {
                    shown = read;
                    self.show_users();
                }
                if let Some(first_page) = first_page.take() {
                    // Nobody waits after the load is canceled.
                    let _ = first_page.send(());
                }
            })
            .await;
        let mut fresh = self.fresh.borrow_mut();
        fresh.users.end(read.missing, read.undecodable);
        if !read.gone.is_empty() {
            let is_there = |record: &UserRecord| !read.gone.contains(&record.id.as_u128());
            let Fresh {
                directory, catalog, ..
            } = &mut *fresh;
            directory.keep_users(is_there, catalog, decompose);
        }
        drop(fresh);
        self.show_users();
        match read.error {
            Some(error) if read.is_empty => Err(error),
            error => {
                self.fresh.borrow_mut().error = error;
                Ok(())
            }
        }
    }

    pub(super) fn show_progress(&self) {
        let fresh = self.fresh.borrow();
        self.state
            .load_state
            .update(|load_state| load_state.count(&fresh.users, &fresh.licenses));
    }

    fn show_users(&self) {
        self.fresh.borrow_mut().directory.put_users_in_order();
        self.show();
    }

    /// Shows a first load as far as it is.
    pub(super) fn show(&self) {
        if self.is_first {
            let directory = self.fresh.borrow().directory.clone();
            self.state.directory.set(directory);
        }
    }
}
