//! What the host gives and gets: configuration, token, and what it is told.

pub mod config;
pub mod url_rate_limit;

#[cfg(target_arch = "wasm32")]
pub mod host;
