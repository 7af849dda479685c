//! Preferences that the browser keeps in `localStorage`. Where it keeps nothing, they last as long as the page.

use leptos::prelude::window;
use web_sys::Storage;

/// The value of a preference that is switched off. On is the default.
const OFF: &str = "off";

/// Whether a preference is switched off.
pub fn is_off(name: &str) -> bool {
    let value = kept().and_then(|storage| storage.get_item(&key(name)).ok().flatten());
    value.is_some_and(|value| value == OFF)
}

/// Switches a preference on or off.
pub fn switch(name: &str, on: bool) {
    let Some(storage) = kept() else { return };
    // Fails if the storage is full; then it is not kept.
    let _ = if on {
        storage.remove_item(&key(name))
    } else {
        storage.set_item(&key(name), OFF)
    };
}

fn kept() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn key(name: &str) -> String {
    format!("license-management.{name}")
}
