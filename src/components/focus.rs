//! Moves the focus to named places. When the focused control disappears, `public/focus.js` moves it to one of them:
//!
//! ```text
//! <section data-focus-to="result table">             the places for focus that is lost in here, in order of preference
//!     <h2 data-focus-place="result" tabindex="-1">   a place
//! ```

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement, Node};

/// The root of the app around an element, with its dialogs.
pub fn root_of(element: &HtmlElement) -> Option<HtmlElement> {
    let root = element.closest(".license-management").ok().flatten();
    root?.dyn_into().ok()
}

/// Focuses the first of these places that is shown, and returns it.
pub fn focus_place(root: &HtmlElement, names: &str) -> Option<HtmlElement> {
    let place = names.split(' ').find_map(|name| shown_place(root, name))?;
    let options = FocusOptions::new();
    options.set_prevent_scroll(is_in_view(&place));
    // Focusing an element that is on the page does not fail.
    let _ = place.focus_with_options(&options);
    Some(place)
}

fn shown_place(root: &HtmlElement, name: &str) -> Option<HtmlElement> {
    let found = root.query_selector_all(&format!("[data-focus-place={name}]"));
    let found = found.ok()?;
    let mut places = (0..found.length()).filter_map(|at| found.get(at));
    let is_shown = |place: &HtmlElement| place.get_bounding_client_rect().height() > 0.0;
    places.find_map(|place: Node| place.dyn_into().ok().filter(is_shown))
}

fn is_in_view(place: &HtmlElement) -> bool {
    let rect = place.get_bounding_client_rect();
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    rect.bottom() > 0.0 && rect.top() < height.unwrap_or_default()
}
