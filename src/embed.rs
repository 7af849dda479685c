//! Embedding: the configuration and the host interface.

pub mod config;
pub mod url_rate_limit;

#[cfg(target_arch = "wasm32")]
pub mod host;
