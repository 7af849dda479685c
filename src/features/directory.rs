//! The users of the account and their licenses, as last read.

pub(crate) mod app_picker;
pub(crate) mod problem;
pub(crate) mod reading;
pub(crate) mod seats;
pub(crate) mod user_table;
