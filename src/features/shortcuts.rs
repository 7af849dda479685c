//! Keyboard shortcuts: where they lead, the dialog that lists them, and the switch for those of a single key.

#[cfg(target_arch = "wasm32")]
pub(crate) mod dialog;
pub mod keys;
#[cfg(target_arch = "wasm32")]
pub(crate) mod skip_link;
