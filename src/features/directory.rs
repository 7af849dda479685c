//! The users of the account and their licenses, as last read.

pub(crate) mod gaps;
pub(crate) mod load;
mod load_rest;
pub(crate) mod load_status;
pub(crate) mod loader;
pub(crate) mod problem;
pub(crate) mod progress;
pub(crate) mod reading;
pub(crate) mod state;
