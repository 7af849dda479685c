//! Loading the users of the account and their licenses.

pub(crate) mod gaps;
pub(crate) mod load;
pub(crate) mod load_progress;
mod load_rest;
pub(crate) mod load_state;
pub(crate) mod loader;
pub(crate) mod problem;
pub(crate) mod progress;
pub(crate) mod state;
pub(crate) mod texts;
