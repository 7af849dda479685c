//! The user table: view state, filters, selection.

pub(crate) mod limits;
pub(crate) mod navigation;
pub(crate) mod no_users;
pub(crate) mod page_rows;
pub(crate) mod row_click;
pub(crate) mod selection;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod toolbar;
pub(crate) mod user_pagination;
pub(crate) mod user_row;
pub(crate) mod user_table;
