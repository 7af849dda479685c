//! What an administrator does. A folder for each, with its state and its views.

#[cfg(target_arch = "wasm32")]
pub(crate) mod campaign_banner;
#[cfg(target_arch = "wasm32")]
pub(crate) mod directory;
#[cfg(target_arch = "wasm32")]
pub(crate) mod drafting;
#[cfg(target_arch = "wasm32")]
pub(crate) mod filters;
pub mod result;
#[cfg(target_arch = "wasm32")]
pub(crate) mod review;
#[cfg(target_arch = "wasm32")]
pub(crate) mod run;
