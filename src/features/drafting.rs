//! Drafting changes to users' licenses and numbers.

pub(crate) mod action_bar;
pub(crate) mod drafts;
pub(crate) mod license_options;
pub(crate) mod planning;
mod plans;
pub(crate) mod state;
pub(crate) mod texts;
