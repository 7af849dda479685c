//! The state of loading the account.

use std::sync::Arc;

use crate::api::ApiError;
use crate::api::list::Page;
use crate::decode::DecodeError;
use crate::domain::date::Date;

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
        Some((share(users, licenses)?, 2 * Part::HALF))
    }

    /// Whether more is loaded than is shown, so that it makes a difference.
    pub(super) fn is_behind(&self, users: &Part, licenses: &Part) -> bool {
        let (shown_users, shown_licenses) = self.parts();
        let now = share(users, licenses);
        now.is_none() || now != share(shown_users, shown_licenses)
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

fn share(users: &Part, licenses: &Part) -> Option<u32> {
    Some(users.of_half()? + licenses.of_half().unwrap_or_default())
}

impl Part {
    const HALF: u32 = 100;

    /// The share loaded, in units of [`Part::HALF`]; `None` until the total is known.
    fn of_half(&self) -> Option<u32> {
        let total = self.total?;
        let read = self.read.min(total) * Self::HALF as usize;
        u32::try_from(read.checked_div(total).unwrap_or(Self::HALF as usize)).ok()
    }
}

impl LoadState {
    /// A failed refresh keeps the earlier data, unless the session has ended.
    pub(super) fn fail(&mut self, error: ApiError) {
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

impl Part {
    pub(super) fn count<T>(&mut self, page: &Page<T>) {
        self.read = page.read;
        self.total = page.total.or(self.total);
    }

    pub(super) fn end(&mut self, missing: usize, undecodable: Vec<DecodeError>) {
        self.missing = missing;
        self.undecodable = undecodable.into();
    }
}
