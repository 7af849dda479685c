//! The way in: for a host's page, and for the stand-alone one.

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::json::WrongField;
use crate::portal::host::{self, Setup};
use crate::text;
use crate::views;

/// The element of `index.html` that the stand-alone page lives in. A host's page has none of that name.
const PAGE: &str = "license-management-page";

/// License management in an element, until it is unmounted.
#[wasm_bindgen]
pub struct Mounted {
    handle: Option<UnmountHandle<AnyViewState>>,
}

#[wasm_bindgen]
impl Mounted {
    /// Takes it off the page, with all its listeners.
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

/// Puts license management into an element. `config` is the configuration as in `config.json`, with a function
/// `token` that answers a fresh access token, or a promise of one. A configuration that cannot be used is explained in
/// the element.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, config: JsValue) -> Mounted {
    tell_panics();
    show(element, host::from_object(&config))
}

/// Starts the stand-alone page. In a host's page, which has no element for it, nothing happens.
pub fn start_page() {
    tell_panics();
    let element = document()
        .get_element_by_id(PAGE)
        .and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        spawn_local(async move {
            drop(show(element, host::from_file().await));
        });
    }
}

/// Writes panics to the console, where there is a message to write: a release build stops without one.
fn tell_panics() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
}

fn show(element: HtmlElement, setup: Result<Setup, WrongField>) -> Mounted {
    if let Some(locale) = setup
        .as_ref()
        .ok()
        .and_then(|setup| setup.config.locale.as_deref())
    {
        text::set_locale(locale);
    }
    let view = move || match setup {
        Ok(setup) => views::page(setup).into_any(),
        Err(error) => views::unusable_config(error).into_any(),
    };
    Mounted {
        handle: Some(mount_to(element, view)),
    }
}
