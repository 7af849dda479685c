//! The way in. What surrounds a mount in the browser, its listeners and its theme, is `public/mounting.js`.

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{App, unusable_config};
use crate::embed::host::{Host, Setup};
use crate::features::run::state::Runs;
use crate::i18n::Language;

/// License management in an element, until it is unmounted.
#[wasm_bindgen]
pub struct Mounted {
    handle: Option<UnmountHandle<AnyViewState>>,
    /// Empty when the configuration cannot be used.
    inside: ArcStoredValue<Option<Inside>>,
}

/// What lives in a mount.
#[derive(Clone, Copy)]
struct Inside {
    runs: Runs,
    language: Language,
}

#[wasm_bindgen]
impl Mounted {
    /// Shows what a path below the base names.
    pub fn navigate(&self, path: &str) {
        if let Some(inside) = self.inside.get_value() {
            inside.runs.visit(path);
        }
    }

    /// Whether leaving would lose a draft or leave a run.
    pub fn dirty(&self) -> bool {
        let inside = self.inside.get_value();
        inside.is_some_and(|inside| untrack(|| inside.runs.has_unsaved()))
    }

    /// Writes numbers and plurals as another language does; without one, as the browser's.
    pub fn set_locale(&self, locale: Option<String>) {
        if let Some(inside) = self.inside.get_value() {
            inside.language.set(locale.as_deref());
        }
    }

    /// Takes it off the page, with all its tasks and listeners.
    pub fn unmount(mut self) {
        drop(self.handle.take());
        if let Some(inside) = self.inside.get_value() {
            inside.runs.end();
        }
    }
}

/// A host that keeps no reference keeps the page: the browser may collect the object at any time.
impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            handle.forget();
        }
    }
}

/// Puts license management into an element. `config` is the configuration as JSON. A configuration that cannot be used
/// is explained in the element.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, config: &str, host: Host) -> Mounted {
    tell_panics();
    let setup = Setup::read(config, host);
    let inside = ArcStoredValue::new(None);
    let made = inside.clone();
    let view = move || match setup {
        Ok(setup) => {
            let language = Language::new(setup.config.locale.as_deref());
            provide_context(language);
            let on_start = move |runs| made.set_value(Some(Inside { runs, language }));
            view! { <App setup on_start/> }.into_any()
        }
        Err(error) => unusable_config(error).into_any(),
    };
    Mounted {
        handle: Some(mount_to(element, view)),
        inside,
    }
}

/// Writes panics to the console, where there is a message to write: a release build stops without one.
fn tell_panics() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
}
