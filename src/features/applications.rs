//! The applications, and the seats of the one that is shown.

pub(crate) mod app_picker;
pub(crate) mod pending_badge;
pub(crate) mod seat_row;
pub(crate) mod seats;
