//! The loader: reads the account, one load at a time.

use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::tick;

use super::load::{Fresh, Load};
use super::load_rest::{license_types, licenses_and_numbers};
use super::load_state::{LoadState, Part, Refresh, Stage};
use super::state::Account;
use crate::api::list::both;
use crate::api::{ApiError, identity};
use crate::domain::directory::Directory;
use crate::features::clock::today;

impl Account {
    /// The state of loading the account.
    pub fn load_state(self) -> LoadState {
        self.load_state.get()
    }

    /// Reads the state of loading the account.
    pub fn with_load_state<T>(self, look: impl FnOnce(&LoadState) -> T) -> T {
        self.load_state.with(look)
    }

    /// Whether licenses can be changed: all licenses are loaded.
    pub fn is_editable(self) -> bool {
        self.directory
            .with(|directory| directory.licenses.is_complete())
    }

    /// Whether some users may be missing.
    pub fn may_miss_users(self) -> bool {
        self.load_state
            .with(|load_state| load_state.users.missing > 0)
    }

    /// Whether a run is active. Tracks it.
    pub fn is_run_active(self) -> bool {
        self.is_run_active.get()
    }

    /// Refreshes the account, unless a run is active, which reads what it changes.
    pub fn refresh(self) {
        if !self.is_run_active.get_untracked() {
            self.read();
        }
    }

    /// Loads or refreshes the account, and cancels a load in progress. Do not call this during a run, whose changes the
    /// load could miss.
    pub fn read(self) {
        self.cancel_load();
        let is_first = self
            .load_state
            .with_untracked(|load_state| load_state.read_at.is_none());
        if is_first {
            self.load_state.set(LoadState::default());
            self.directory.set(Directory::default());
        } else {
            let (users, licenses) = (Part::default(), Part::default());
            self.load_state
                .update(|load_state| load_state.refresh = Refresh::InProgress { users, licenses });
        }
        let (load, handle) = abortable(async move {
            match self.load().await {
                Ok(fresh) => self.show_loaded(fresh),
                Err(error) => self.load_state.update(|load_state| load_state.fail(error)),
            }
        });
        self.loading.set_value(Some(handle));
        self.session.spawn(async move {
            // A canceled load has no result.
            let _ = load.await;
        });
    }

    /// Cancels a refresh when a run begins, whose changes it would overwrite.
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

    /// Replaces the data shown in one step; a refresh only if it is complete.
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
                // The numbers are not shown yet.
                self.directory.notify();
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

/// Reads the license types once there are users to show. If there are none, the error of the users counts.
async fn types_after_users(
    first_page_read: oneshot::Receiver<()>,
    load: Rc<Load>,
) -> Result<(), ApiError> {
    if first_page_read.await.is_err() {
        return Ok(());
    }
    // The rows are rendered before the second module is requested.
    tick().await;
    license_types(load).await?.await
}
