//! What runs on the portal's page before the frontend, so that tests can change what the browser has.

use std::sync::{Arc, Mutex, PoisonError};

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

    /// The scripts, and what comes after them.
    pub fn before(&self, script: &str) -> String {
        let scripts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        format!("{scripts}{script}")
    }
}
