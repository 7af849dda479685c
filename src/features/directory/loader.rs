//! The one load that reads the account.

use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

use super::load::{Fresh, Load};
use super::load_rest::{license_types, licenses_and_numbers};
use super::load_status::{Part, Reading, Refresh, Stage};
use super::state::Account;
use crate::api::list::both;
use crate::api::{ApiError, identity};
use crate::features::clock::today;

impl Account {
    /// How far the account has been read.
    pub fn reading(self) -> Reading {
        self.reading.get()
    }

    /// Looks at how far it has been read.
    pub fn with_reading<T>(self, look: impl FnOnce(&Reading) -> T) -> T {
        self.reading.with(look)
    }

    /// Whether licenses may be changed: every license has been read.
    pub fn is_editable(self) -> bool {
        self.directory
            .with(|directory| directory.licenses.is_complete())
    }

    /// Whether some users may be missing.
    pub fn may_miss_users(self) -> bool {
        self.reading.with(|reading| reading.users.missing > 0)
    }

    /// Whether a run is under way. Tracks it.
    pub fn is_run_active(self) -> bool {
        self.is_run_active.get()
    }

    /// Reads the account, unless a run is under way: a run reads what it changes by itself.
    pub fn refresh(self) {
        if !self.is_run_active.get_untracked() {
            self.read();
        }
    }

    /// Reads the account, or reads it anew: then what was read before stays until all is there. A load that is under
    /// way is cancelled.
    pub fn read(self) {
        self.cancel_load();
        self.reading.update(|reading| match reading.read_at {
            None => *reading = Reading::default(),
            Some(_) => {
                reading.refresh = Refresh::UnderWay {
                    users: Part::default(),
                    licenses: Part::default(),
                }
            }
        });
        let (load, handle) = abortable(async move {
            match self.load().await {
                Ok(fresh) => self.show_fresh(fresh),
                Err(error) => self.reading.update(|reading| reading.fail(error)),
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
        let refreshes = |reading: &Reading| matches!(reading.refresh, Refresh::UnderWay { .. });
        if self.reading.with_untracked(refreshes) {
            self.cancel_load();
            self.reading
                .update(|reading| reading.refresh = Refresh::None);
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
        let (begun, has_begun) = oneshot::channel();
        let users = load.read_users(begun).boxed_local();
        let types = types_once(has_begun, Rc::clone(&load)).boxed_local();
        both(users, types).await?;
        licenses_and_numbers(Rc::clone(&load)).await?.await;
        Ok(load.fresh.take())
    }

    /// Puts what was read in the place of what is shown, in one step; a refresh only if it is whole.
    fn show_fresh(self, fresh: Fresh) {
        let (is_refresh, had_numbers) = self.reading.with_untracked(|reading| {
            let is_refresh = reading.read_at.is_some();
            (is_refresh, is_refresh && reading.numbers_error.is_none())
        });
        let numbers_error = fresh.numbers_error.clone().filter(|_| had_numbers);
        if let Some(error) = fresh.error.clone().or(numbers_error).filter(|_| is_refresh) {
            return self.reading.update(|reading| reading.fail(error));
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
            self.reading.set(Reading {
                stage: fresh.error.map_or(Stage::Complete, Stage::Partly),
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
async fn types_once(has_begun: oneshot::Receiver<()>, load: Rc<Load>) -> Result<(), ApiError> {
    match has_begun.await {
        Ok(()) => license_types(load).await?.await,
        Err(_) => Ok(()),
    }
}
