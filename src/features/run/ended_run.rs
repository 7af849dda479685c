//! Runs that ended in this session.

use std::sync::Arc;

use crate::domain::date::Date;
use crate::domain::undo::Undone;
use crate::engine::{Report, Timestamp};

/// A run that has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedRun {
    /// The application's index in the configuration.
    pub application: usize,
    /// When it began.
    pub began: Date,
    /// When it ended.
    pub ended: Timestamp,
    /// Its result.
    pub report: Report,
}

/// The results of this session, and the one shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Results {
    /// Latest first.
    pub(super) ended: Vec<Arc<EndedRun>>,
    pub(super) shown: Option<Arc<EndedRun>>,
    /// Whether it is folded while something is drafted.
    pub(super) is_folded: bool,
    /// The undo of the result shown, if any.
    pub(super) undone: Option<Undone>,
}
