//! License management: gives the users of an account their licenses for the platform's applications.
//!
//! `app::mount` puts it into an element of a page, for `public/mounting.js`.

pub mod api;
pub mod decode;
pub mod domain;
pub mod embed;
pub mod engine;
pub mod features;
pub mod i18n;
pub mod journal;
pub mod storage;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod components;
