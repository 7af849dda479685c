//! What a user holds and is to hold: the cells of a row.

pub(crate) mod cells;
pub(crate) mod license_row;
mod license_select;
mod notes;
mod number_select;
mod revert;
mod row_content;
