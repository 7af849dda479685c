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
pub struct Reading {
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
    Reading,
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

impl Reading {
    /// What the host is told: nothing while reading, that it is ready, or why it failed.
    pub(crate) fn told(&self) -> &'static str {
        match &self.stage {
            Stage::Reading => "",
            Stage::Complete | Stage::Partly(_) => "ready",
            Stage::Failed(ApiError::SignedOut | ApiError::AnotherAdministrator) => "signed-out",
            Stage::Failed(ApiError::Refused { .. }) => "not-allowed",
            Stage::Failed(_) => "offline",
        }
    }

    /// Whether a load is under way.
    pub fn is_under_way(&self) -> bool {
        self.stage == Stage::Reading || matches!(self.refresh, Refresh::UnderWay { .. })
    }

    /// Users and licenses of the load that is under way, else of what is shown.
    pub fn parts(&self) -> (&Part, &Part) {
        match &self.refresh {
            Refresh::UnderWay { users, licenses } => (users, licenses),
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
            refresh @ Refresh::UnderWay { .. } => *refresh = Refresh::UnderWay { users, licenses },
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

impl Reading {
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

    /// Reads the account, or reads it anew: then what was read before stays until all is there. A load that is under
    /// way is cancelled. Does nothing during a run, whose changes it could miss.
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
