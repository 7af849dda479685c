//! The entry point from JavaScript. `public/mounting.js` adds a mount's listeners and theme.

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{App, unusable_config};
use crate::embed::host::{Host, Setup};
use crate::features::run::state::Runs;
use crate::i18n::Language;

/// A mounted app.
#[wasm_bindgen]
pub struct Mounted {
    handle: Option<UnmountHandle<AnyViewState>>,
    /// `None` when the configuration is invalid.
    inside: ArcStoredValue<Option<Inside>>,
}

/// The state of a mount.
#[derive(Clone, Copy)]
struct Inside {
    runs: Runs,
    language: Language,
}

#[wasm_bindgen]
impl Mounted {
    /// Shows the view at a path below the base.
    pub fn navigate(&self, path: &str) {
        if let Some(inside) = self.inside.get_value() {
            inside.runs.visit(path);
        }
    }

    /// Whether leaving would discard a draft or interrupt a run.
    pub fn dirty(&self) -> bool {
        let inside = self.inside.get_value();
        inside.is_some_and(|inside| untrack(|| inside.runs.has_unsaved()))
    }

    /// Changes the language: the texts of both modules, and the locale of numbers and dates.
    pub fn set_language(&self, texts: &str, more: &str, locale: &str) {
        if let Some(inside) = self.inside.get_value() {
            inside.language.set(texts, more, Some(locale));
        }
    }

    /// Removes it from the page, with all its tasks and listeners.
    pub fn unmount(mut self) {
        drop(self.handle.take());
        if let Some(inside) = self.inside.get_value() {
            inside.runs.end();
        }
    }
}

/// A host that keeps no reference keeps the page: garbage collection does not unmount it.
impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            handle.forget();
        }
    }
}

/// Mounts the app in an element. `config` is the configuration as JSON; an error in it is shown in the element. `texts`
/// are those of the first module.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, config: &str, texts: String, host: Host) -> Mounted {
    tell_panics();
    let setup = Setup::read(config, host);
    let inside = ArcStoredValue::new(None);
    let made = inside.clone();
    let view = move || {
        let locale = setup
            .as_ref()
            .ok()
            .and_then(|setup| setup.config.locale.as_deref());
        let language = Language::new(&texts, locale);
        provide_context(language);
        match setup {
            Ok(setup) => {
                let on_start = move |runs| made.set_value(Some(Inside { runs, language }));
                view! { <App setup on_start/> }.into_any()
            }
            Err(error) => unusable_config(error).into_any(),
        }
    };
    Mounted {
        handle: Some(mount_to(element, view)),
        inside,
    }
}

/// Logs panics to the console in debug builds; release builds abort without a message.
fn tell_panics() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
}
