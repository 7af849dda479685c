//! What the host gives and gets: configuration, token, and what it is told.

pub mod address_rate;
pub mod config;

#[cfg(target_arch = "wasm32")]
pub mod host;
