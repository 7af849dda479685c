//! What runs on the portal's pages before the frontend, so that tests can change what the browser has.

use super::html::embedded;
use axum::{extract::State, response::Response};
use std::sync::{Arc, Mutex, PoisonError};

/// Where it is served.
pub const PATH: &str = "/portal/first.js";

/// The scripts that run first; usually none.
#[derive(Clone, Default)]
pub struct FirstScripts(Arc<Mutex<String>>);

impl FirstScripts {
    /// Has a script run after those that were added before.
    pub fn add(&self, script: &str) {
        let mut scripts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Its names stay its own.
        scripts.push_str(&format!("{{\n{script}\n}}\n"));
    }
}

/// The scripts that run first.
#[utoipa::path(get, path = PATH, tag = "portal", responses((status = 200, body = String, content_type = "text/javascript")))]
pub async fn first_script(State(scripts): State<FirstScripts>) -> Response {
    let scripts = scripts.0.lock().unwrap_or_else(PoisonError::into_inner);
    embedded("text/javascript; charset=utf-8", scripts.clone())
}
