//! What applying will do, before it is done.

pub(crate) mod details;
pub(crate) mod dialog;
pub(crate) mod oversubscribed;
