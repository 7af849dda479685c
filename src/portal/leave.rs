//! The browser's question before a page is left.

use leptos::ev;
use leptos::prelude::*;

/// Asks before the page is left while `unsaved` says so, until the owner is cleaned up.
pub fn warn_while(unsaved: impl Fn() -> bool + 'static) {
    let handle = window_event_listener(ev::beforeunload, move |event| {
        if unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}
