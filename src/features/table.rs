//! Which users are shown, and who of them is selected.

pub(crate) mod navigation;
pub(crate) mod selection;
pub(crate) mod state;
pub(crate) mod toolbar;
pub(crate) mod user_row;
pub(crate) mod user_table;
