//! The review of a plan before it is applied.

pub(crate) mod details;
pub(crate) mod dialog;
pub(crate) mod oversubscribed;
