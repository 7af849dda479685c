//! Drafting changes to users' licenses and numbers.

pub(crate) mod action_bar;
pub(crate) mod drafts;
pub(crate) mod license_cells;
pub(crate) mod license_select;
pub(crate) mod number_select;
pub(crate) mod planning;
pub(crate) mod state;
