//! The way in. What surrounds a mount in the browser, its address and its listeners, is `public/mounting.js`.

use std::cell::OnceCell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::portal::host::{Host, Setup};
use crate::store::Store;
use crate::text::Language;
use crate::views;

/// License management in an element, until it is unmounted.
#[wasm_bindgen]
pub struct Mounted {
    handle: Option<UnmountHandle<AnyViewState>>,
    /// None when the configuration cannot be used.
    store: Rc<OnceCell<Store>>,
    language: Language,
}

#[wasm_bindgen]
impl Mounted {
    /// Shows what the host's address says.
    pub fn follow(&self) {
        if let Some(store) = self.store.get() {
            store.follow_url();
        }
    }

    /// Whether leaving would lose a draft or leave a run.
    pub fn dirty(&self) -> bool {
        self.store
            .get()
            .is_some_and(|store| untrack(|| store.has_unsaved()))
    }

    /// Writes numbers and plurals as another language does; without one, as the browser's.
    pub fn set_locale(&self, locale: Option<String>) {
        self.language.set(locale.as_deref());
    }

    /// Takes it off the page, with all its tasks.
    pub fn unmount(mut self) {
        drop(self.handle.take());
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
    let locale = setup.as_ref().ok();
    let locale = locale.and_then(|setup| setup.config.locale.as_deref());
    let language = Language::new(locale);
    let store = Rc::new(OnceCell::new());
    let made = Rc::clone(&store);
    let view = move || {
        provide_context(language);
        match setup {
            Ok(setup) => {
                let store = *made.get_or_init(|| Store::new(setup));
                views::page(store).into_any()
            }
            Err(error) => views::unusable_config(error).into_any(),
        }
    };
    Mounted {
        handle: Some(mount_to(element, view)),
        store,
        language,
    }
}

/// Writes panics to the console, where there is a message to write: a release build stops without one.
fn tell_panics() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
}
