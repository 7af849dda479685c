//! Choosing what each user is to have.

pub(crate) mod action_bar;
pub(crate) mod license_select;
pub(crate) mod number_select;
pub(crate) mod user_row;
