//! Restricts the router to links below the base path; all others are the host's.

use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use leptos_router::location::BrowserUrl;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use crate::domain::query::path_below;
use crate::features::table::navigation::catch_up;

/// The `rel` that makes the router ignore a link.
const EXTERNAL: &str = "external";

/// The router handles every link whose path starts with its base, even `/licenses-archive`, and links to fragments.
/// Links that are not ours are therefore marked as external while the router's listener on `window` runs: one listener
/// before it sets the mark, one after it removes the mark, so that no other code sees it.
#[derive(Clone, Copy)]
pub struct OwnLinks {
    base: StoredValue<String>,
    marked: StoredValue<Option<Marked>, LocalStorage>,
    /// The router's URL, once the router exists.
    url: StoredValue<Option<BrowserUrl>, LocalStorage>,
}

/// A marked link and its original `rel`.
struct Marked {
    link: HtmlAnchorElement,
    rel: Option<String>,
}

impl OwnLinks {
    /// Links below this base path are ours.
    pub fn new(base: String) -> Self {
        Self {
            base: StoredValue::new(base),
            marked: StoredValue::new_local(None),
            url: StoredValue::new_local(None),
        }
    }

    /// Marks links of the host. Registered before the router's listener.
    pub fn mark_others(self) {
        let handle = window_event_listener(ev::click, move |event| {
            // The router, too, leaves a click alone that somebody has handled.
            if event.default_prevented() {
                return;
            }
            let Some(link) = link(&event) else { return };
            if !self.is_own(&link) {
                self.marked.set_value(Some(Marked::new(link)));
            } else if let Some(url) = self.url.get_value() {
                catch_up(&url);
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Removes the mark. Registered after the router's listener, so call it inside the router.
    pub fn unmark(self) {
        self.url.set_value(use_context());
        let handle = window_event_listener(ev::click, move |_| {
            let marked = self.marked.try_update_value(Option::take).flatten();
            if let Some(marked) = marked {
                marked.restore();
            }
        });
        on_cleanup(move || handle.remove());
    }

    fn is_own(self, link: &HtmlAnchorElement) -> bool {
        let is_below = |base: &String| path_below(base, &link.pathname()).is_some();
        link.hash().is_empty() && self.base.with_value(is_below)
    }
}

impl Marked {
    // Setting an attribute with a valid name does not fail.
    fn new(link: HtmlAnchorElement) -> Self {
        let rel = link.get_attribute("rel");
        let _ = link.set_attribute("rel", EXTERNAL);
        Self { link, rel }
    }

    fn restore(self) {
        let _ = match self.rel {
            Some(rel) => self.link.set_attribute("rel", &rel),
            None => self.link.remove_attribute("rel"),
        };
    }
}

/// The link that the router handles: the outermost.
fn link(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let path = event.composed_path();
    path.iter().rev().find_map(|each| each.dyn_into().ok())
}
