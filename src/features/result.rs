//! The result of a run, its export, and the run history.

#[cfg(target_arch = "wasm32")]
pub(crate) mod chip;
pub mod csv;
#[cfg(target_arch = "wasm32")]
pub(crate) mod export;
#[cfg(target_arch = "wasm32")]
pub(crate) mod history;
#[cfg(target_arch = "wasm32")]
pub(crate) mod summary;
#[cfg(target_arch = "wasm32")]
pub(crate) mod table;
#[cfg(target_arch = "wasm32")]
pub(crate) mod texts;
