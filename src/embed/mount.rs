//! The way in. What surrounds a mount in the browser, its address and its listeners, is `public/mounting.js`.

use std::cell::OnceCell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app;
use crate::embed::host::{Host, Setup};
use crate::i18n::Language;
use crate::store::Store;

/// License management in an element, until it is unmounted.
#[wasm_bindgen]
pub struct Mounted {
    handle: Option<UnmountHandle<AnyViewState>>,
    /// Empty when the configuration cannot be used.
    inside: Rc<OnceCell<Inside>>,
}

/// What lives in a mount.
#[derive(Clone, Copy)]
struct Inside {
    store: Store,
    language: Language,
}

#[wasm_bindgen]
impl Mounted {
    /// Shows what the host's address says.
    pub fn follow(&self) {
        if let Some(inside) = self.inside.get() {
            inside.store.follow_url();
        }
    }

    /// Whether leaving would lose a draft or leave a run.
    pub fn dirty(&self) -> bool {
        self.inside
            .get()
            .is_some_and(|inside| untrack(|| inside.store.has_unsaved()))
    }

    /// Writes numbers and plurals as another language does; without one, as the browser's.
    pub fn set_locale(&self, locale: Option<String>) {
        if let Some(inside) = self.inside.get() {
            inside.language.set(locale.as_deref());
        }
    }

    /// Takes it off the page, with all its tasks.
    pub fn unmount(mut self) {
        drop(self.handle.take());
        if let Some(inside) = self.inside.get() {
            inside.store.end();
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
    let inside = Rc::new(OnceCell::new());
    let made = Rc::clone(&inside);
    let view = move || match setup {
        Ok(setup) => {
            let language = Language::new(setup.config.locale.as_deref());
            provide_context(language);
            let store = Store::new(setup);
            made.get_or_init(|| Inside { store, language });
            app::page(store).into_any()
        }
        Err(error) => app::unusable_config(error).into_any(),
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
