//! The element of an event.

use wasm_bindgen::JsCast;
use web_sys::Event;

/// The element whose listener an event was passed to.
pub fn current_target<E: JsCast>(event: &Event) -> Option<E> {
    event.current_target()?.dyn_into().ok()
}
