//! What the host gives and gets: configuration, token, locale, route, and the warning before leaving.

pub mod config;

#[cfg(target_arch = "wasm32")]
pub mod host;
#[cfg(target_arch = "wasm32")]
pub mod leave;
#[cfg(target_arch = "wasm32")]
pub mod route;
