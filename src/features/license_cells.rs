//! What a user holds and is to hold: the cells of a row.

pub(crate) mod cells;
mod license_select;
mod number_select;
mod revert;
pub(crate) mod row_content;
