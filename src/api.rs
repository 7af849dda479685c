//! The client for the platform's license API. No other module knows HTTP.

mod administrator;
mod auth;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod dto;
pub mod entitlements;
pub mod error;
pub mod identity;
pub mod list;
pub mod paging;
pub mod polling;
mod retry;
pub mod sms;
pub mod token;
pub mod transport;

pub use error::ApiError;
