//! What the host gives and gets: configuration, token, route, and what it is told.

pub mod config;
pub mod place;

#[cfg(target_arch = "wasm32")]
pub mod host;
#[cfg(target_arch = "wasm32")]
mod mount;
#[cfg(target_arch = "wasm32")]
pub mod route;
