//! What an administrator does. A folder for each, with its state and its views; a feature uses the state of another
//! through its context, never its views.

#[cfg(target_arch = "wasm32")]
pub(crate) mod applications;
#[cfg(target_arch = "wasm32")]
pub(crate) mod campaign_banner;
#[cfg(target_arch = "wasm32")]
pub(crate) mod clock;
#[cfg(target_arch = "wasm32")]
pub(crate) mod directory;
#[cfg(target_arch = "wasm32")]
pub(crate) mod drafting;
#[cfg(target_arch = "wasm32")]
pub(crate) mod license_cells;
#[cfg(target_arch = "wasm32")]
pub(crate) mod person;
pub mod result;
#[cfg(target_arch = "wasm32")]
pub(crate) mod review;
#[cfg(target_arch = "wasm32")]
pub(crate) mod run;
#[cfg(target_arch = "wasm32")]
pub(crate) mod session;
pub mod shortcuts;
pub mod speech;
#[cfg(target_arch = "wasm32")]
pub(crate) mod table;
