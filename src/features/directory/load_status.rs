//! How far the account has been read.

use std::sync::Arc;

use crate::api::ApiError;
use crate::api::list::Page;
use crate::decode::DecodeError;
use crate::domain::date::Date;

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
