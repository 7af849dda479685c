//! A click on a user's name or address selects the user. Part of the second module.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, MouseEvent, MouseEventInit};

/// Passes clicks on a user on to the checkbox of the row, until the owner is cleaned up.
pub fn select_by_click() {
    let handle = window_event_listener(ev::click, |event| {
        pass_on(&event);
    });
    on_cleanup(move || handle.remove());
}

fn pass_on(event: &MouseEvent) -> Option<()> {
    let target: Element = event.composed_path().get(0).dyn_into().ok()?;
    let cell = target.closest(".license-management tbody th.who").ok()??;
    if has_selected_text() {
        return None;
    }
    let checkbox = cell.parent_element()?.query_selector("input").ok()??;
    let options = MouseEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    options.set_shift_key(event.shift_key());
    let click = MouseEvent::new_with_mouse_event_init_dict("click", &options).ok()?;
    checkbox
        .dyn_into::<HtmlInputElement>()
        .ok()?
        .dispatch_event(&click)
        .ok()?;
    Some(())
}

/// Whether the click ended a selection of text.
fn has_selected_text() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}
