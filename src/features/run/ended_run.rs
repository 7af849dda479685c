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
    /// What it has come to.
    pub report: Report,
}

/// Results, as far as they are known and shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Results {
    /// The last one first.
    pub(super) ended: Vec<Arc<EndedRun>>,
    pub(super) shown: Option<Arc<EndedRun>>,
    /// What undoing came to; `None`: what is shown was not undone.
    pub(super) undone: Option<Undone>,
}
