//! License management: assigns the platform's application licenses to the users of an account.
//!
//! `public/mounting.js` calls `app::mount` to show it in an element of a page.

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
