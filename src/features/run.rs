//! Applying: the run under way, those of other tabs, and the one that was interrupted.

pub(crate) mod driver;
pub(crate) mod interrupted;
pub(crate) mod other_runs;
pub(crate) mod panel;
pub(crate) mod persistence;
pub(crate) mod rechecks;
pub(crate) mod results;
pub(crate) mod resuming;
pub(crate) mod state;
