//! Which users are shown.

pub(crate) mod toolbar;
