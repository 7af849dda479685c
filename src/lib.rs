//! License management: gives the users of an account their licenses for the platform's applications.
//!
//! `mount` puts it into an element of a page, for `public/mounting.js`.

pub mod api;
pub mod csv;
pub mod journal;
pub mod json;
pub mod model;
pub mod portal;
pub mod run;
pub mod storage;
pub mod text;

#[cfg(target_arch = "wasm32")]
mod mount;
#[cfg(target_arch = "wasm32")]
pub mod reactive;
#[cfg(target_arch = "wasm32")]
pub mod store;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod views;

#[cfg(target_arch = "wasm32")]
pub use mount::{Mounted, mount};
