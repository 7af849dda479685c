//! Which links of the page around the router takes: those below our base, and no others.

use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use leptos_router::location::BrowserUrl;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use crate::domain::query::path_below;
use crate::features::table::navigation::catch_up;

/// What the router takes for a link out of the program.
const EXTERNAL: &str = "external";

/// The router takes every link that begins like its base, even `/licenses-archive`, and those to a place on the same
/// page. Others are marked while its listener on `window` is called. Ours are the listeners before and behind it, so
/// that nobody else sees the mark.
#[derive(Clone, Copy)]
pub struct OwnLinks {
    base: StoredValue<String>,
    marked: StoredValue<Option<Marked>, LocalStorage>,
    /// The router's, once there is one.
    url: StoredValue<Option<BrowserUrl>, LocalStorage>,
}

/// A link with the `rel` that it had.
struct Marked {
    link: HtmlAnchorElement,
    rel: Option<String>,
}

impl OwnLinks {
    /// Below this base path.
    pub fn new(base: String) -> Self {
        Self {
            base: StoredValue::new(base),
            marked: StoredValue::new_local(None),
            url: StoredValue::new_local(None),
        }
    }

    /// Listens before the router does.
    pub fn mark_others(self) {
        let handle = window_event_listener(ev::click, move |event| {
            let Some(link) = link(&event) else { return };
            if !self.is_own(&link) {
                self.marked.set_value(Some(Marked::new(link)));
            } else if let Some(url) = self.url.get_value() {
                catch_up(&url);
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Listens once the router does. Only inside it.
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
    // Setting an attribute of a valid name does not fail.
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

/// The link that the router looks at: the outermost.
fn link(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let path = event.composed_path();
    path.iter().rev().find_map(|each| each.dyn_into().ok())
}
