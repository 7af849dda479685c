//! Applying a plan: the active run, runs in other tabs, and interrupted runs.

pub(crate) mod active_run;
mod caller;
pub(crate) mod driver;
pub(crate) mod ended_run;
pub(crate) mod interrupted;
pub(crate) mod other_run;
pub(crate) mod other_tabs;
pub(crate) mod panel;
pub(crate) mod persistence;
mod recheck_task;
pub(crate) mod rechecks;
pub(crate) mod results;
pub(crate) mod resuming;
pub(crate) mod state;
pub(crate) mod texts;
