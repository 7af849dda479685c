//! The loader: the state of loading the account, and the load in progress.

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

/// The state of loading the account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LoadState {
    /// The stage of the first load.
    pub stage: Stage,
    /// The users.
    pub users: Part,
    /// The licenses.
    pub licenses: Part,
    /// The error of the numbers, if they could not be loaded.
    pub numbers_error: Option<ApiError>,
    /// When the data shown was loaded; `None`: not yet.
    pub read_at: Option<Date>,
    /// The state of a refresh.
    pub refresh: Refresh,
}

/// The stage of the first load.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Stage {
    /// In progress.
    #[default]
    Loading,
    /// Everything was loaded, except for undecodable records.
    Complete,
    /// Some pages could not be loaded; the rest is shown.
    Partial(ApiError),
    /// Nothing can be shown.
    Failed(ApiError),
}

/// The state of a refresh. The earlier data stays until the refresh is complete.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Refresh {
    /// None.
    #[default]
    None,
    /// In progress.
    InProgress {
        /// The users.
        users: Part,
        /// The licenses.
        licenses: Part,
    },
    /// The last one failed.
    Failed(ApiError),
}

/// The progress of loading one list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    /// Distinct items read.
    pub read: usize,
    /// The total number of items, once known.
    pub total: Option<usize>,
    /// Why items could not be decoded.
    pub undecodable: Arc<[DecodeError]>,
    /// How many items may be missing, at least: the list did not match its total.
    pub missing: usize,
}

impl LoadState {
    /// The stage for the host: empty while loading, `ready`, or why loading failed.
    pub(crate) fn host_stage(&self) -> &'static str {
        match &self.stage {
            Stage::Loading => "",
            Stage::Complete | Stage::Partial(_) => "ready",
            Stage::Failed(ApiError::SignedOut | ApiError::AnotherAdministrator) => "signed-out",
            Stage::Failed(ApiError::Refused { .. }) => "not-allowed",
            Stage::Failed(_) => "offline",
        }
    }

    /// Whether a load or a refresh is in progress.
    pub fn is_loading(&self) -> bool {
        self.stage == Stage::Loading || matches!(self.refresh, Refresh::InProgress { .. })
    }

    /// Users and licenses of the load in progress, else of the data shown.
    pub fn parts(&self) -> (&Part, &Part) {
        match &self.refresh {
            Refresh::InProgress { users, licenses } => (users, licenses),
            Refresh::None | Refresh::Failed(_) => (&self.users, &self.licenses),
        }
    }

    /// The share that is loaded. Users count as one half and licenses as the other, so that the share never decreases
    /// when the number of licenses becomes known. `None` until the number of users is known.
    pub fn share(&self) -> Option<(u32, u32)> {
        let (users, licenses) = self.parts();
        let share = users.of_half()? + licenses.of_half().unwrap_or_default();
        Some((share, 2 * Part::HALF))
    }

    /// Takes over the progress of the load.
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

    /// The share loaded, in units of [`Part::HALF`]; `None` until the total is known.
    fn of_half(&self) -> Option<u32> {
        let total = self.total?;
        let read = self.read.min(total) * Self::HALF as usize;
        u32::try_from(read.checked_div(total).unwrap_or(Self::HALF as usize)).ok()
    }
}

impl LoadState {
    /// A failed refresh keeps the earlier data, unless the session has ended.
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

    /// Loads or refreshes the account, and cancels a load in progress. Do not call this during a run, whose changes the
    /// load could miss.
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
                // The rest is shown already, and a run may have changed it since.
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

/// Reads the license types once there are users to show. If there are none, the error of the users counts.
async fn types_after_users(
    first_page_read: oneshot::Receiver<()>,
    load: Rc<Load>,
) -> Result<(), ApiError> {
    match first_page_read.await {
        Ok(()) => license_types(load).await?.await,
        Err(_) => Ok(()),
    }
}
