//! The URL: `{base}/{application}?{query}`. It hears nothing but `popstate`, and takes no click of the host's.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The part of the URL that belongs to this page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The application's name in the URL; may be empty.
    pub slug: String,
    /// What stands behind the question mark.
    pub query: String,
}

/// Reads and writes the URL below a base path.
#[derive(Clone, Debug)]
pub struct Route {
    base: String,
}

/// Whether a new place is one to come back to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The Back button returns to the place before.
    Push,
    /// The place before is forgotten.
    Replace,
}

impl Route {
    /// A route below this path; without one, below the folder of the page.
    pub fn new(base: Option<&str>) -> Self {
        let folder = || {
            let path = window().location().pathname().unwrap_or_default();
            path.rsplit_once('/')
                .map(|(folder, _)| folder.to_owned())
                .unwrap_or_default()
        };
        Self {
            base: base.map_or_else(folder, str::to_owned),
        }
    }

    /// Where the URL is now.
    pub fn read(&self) -> Place {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let below = path
            .strip_prefix(&self.base)
            .and_then(|rest| rest.strip_prefix('/'));
        let slug = below
            .and_then(|below| below.split('/').next())
            .unwrap_or_default()
            .to_owned();
        let query = location
            .search()
            .unwrap_or_default()
            .trim_start_matches('?')
            .to_owned();
        Place { slug, query }
    }

    /// The address of a place, for links.
    pub fn href(&self, place: &Place) -> String {
        let mark = if place.query.is_empty() { "" } else { "?" };
        format!("{}/{}{mark}{}", self.base, place.slug, place.query)
    }

    /// Moves the URL, unless it is there already.
    pub fn write(&self, place: &Place, step: Step) {
        if *place == self.read() {
            return;
        }
        let Ok(history) = window().history() else {
            return;
        };
        let url = self.href(place);
        // A browser may refuse when it is asked too often; the URL then lags behind, and nothing else suffers.
        let _ = match step {
            Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
        };
    }

    /// Calls back whenever Back, Forward or the host moved the URL, until the owner is cleaned up.
    pub fn on_move(&self, moved: impl Fn(Place) + 'static) {
        let route = self.clone();
        let handle = window_event_listener(ev::popstate, move |_| moved(route.read()));
        on_cleanup(move || handle.remove());
    }
}
