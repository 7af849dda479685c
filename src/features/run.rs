//! Applying a plan: the active run, runs in other tabs, and interrupted runs.

pub(crate) mod driver;
pub(crate) mod interrupted;
pub(crate) mod other_runs;
pub(crate) mod panel;
pub(crate) mod persistence;
pub(crate) mod rechecks;
pub(crate) mod results;
pub(crate) mod resuming;
pub(crate) mod state;
