//! Applying: the run under way, and the one that was interrupted.

pub(crate) mod interrupted;
pub(crate) mod panel;
