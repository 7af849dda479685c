//! The license API of the platform. Nothing else knows HTTP.

pub mod error;
pub mod paging;
pub mod polling;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod administrator;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod entitlements;
#[cfg(target_arch = "wasm32")]
pub mod identity;
#[cfg(target_arch = "wasm32")]
pub mod list;
#[cfg(target_arch = "wasm32")]
mod patience;
#[cfg(target_arch = "wasm32")]
pub mod sms;
#[cfg(target_arch = "wasm32")]
pub mod token;
#[cfg(target_arch = "wasm32")]
mod transport;

pub use error::ApiError;
