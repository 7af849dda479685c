//! What screen readers say without being asked: one polite live region for all of the page, so that each thing is said
//! once, and not too often.

#[cfg(target_arch = "wasm32")]
pub(crate) mod announcements;
pub mod pacing;
#[cfg(target_arch = "wasm32")]
pub(crate) mod region;
