//! Choosing what each user is to have.

pub(crate) mod action_bar;
pub(crate) mod drafts;
pub(crate) mod planning;
mod plans;
pub(crate) mod state;
