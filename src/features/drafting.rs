//! Drafting changes to users' licenses and numbers.

pub(crate) mod action_bar;
mod bar_button;
mod bar_menu;
mod change_license;
pub(crate) mod drafts;
pub(crate) mod license_options;
pub(crate) mod planning;
mod plans;
mod selection_part;
pub(crate) mod state;
pub(crate) mod texts;
