//! The language of a mount: its catalogue, and the formats of its locale.

use js_sys::{Array, Function, Intl, Object};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::catalogue::Catalogue;

/// The language of one mount, which provides it as a context. Texts do not track it: the page is rendered anew when it
/// changes.
#[derive(Clone, Copy)]
pub struct Language(RwSignal<Localization, LocalStorage>);

/// What `Intl` and the catalogue have for a language.
pub(super) struct Localization {
    pub(super) catalogue: Catalogue,
    /// Whether the texts of the second module are loaded.
    is_complete: bool,
    /// The language of the catalogue.
    pub(super) language: Array,
    pub(super) locales: Array,
    pub(super) number: Function,
    pub(super) plural: Intl::PluralRules,
}

impl Localization {
    fn new(texts: &str, locale: Option<&str>) -> Self {
        let mut catalogue = Catalogue::default();
        catalogue.add(texts);
        let locales: Array = locale.into_iter().map(JsValue::from_str).collect();
        let none = Object::new();
        let language = Array::of1(&catalogue.text("language.tag").into());
        Self {
            number: Intl::NumberFormat::new(&locales, &none).format(),
            plural: Intl::PluralRules::new(&language, &none),
            language,
            is_complete: false,
            catalogue,
            locales,
        }
    }
}

impl Language {
    /// The language of these texts, which are those of the first module. Numbers and dates follow the locale, a BCP 47
    /// tag; without one, the browser.
    pub fn new(texts: &str, locale: Option<&str>) -> Self {
        Self(RwSignal::new_local(Localization::new(texts, locale)))
    }

    /// The language from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Tracks the language.
    pub fn track(self) {
        self.0.track();
    }

    /// Changes the language. `more` are the texts of the second module.
    pub fn set(self, texts: &str, more: &str, locale: Option<&str>) {
        self.0.set(Localization::new(texts, locale));
        self.complete(more);
    }

    /// Whether the texts of the second module are loaded.
    pub fn is_complete(self) -> bool {
        self.0.with_untracked(|language| language.is_complete)
    }

    /// Adds the texts of the second module.
    pub fn complete(self, more: &str) {
        self.0.update_untracked(|language| {
            language.catalogue.add(more);
            language.is_complete = true;
        });
    }
}

/// Reads the language of the surrounding mount.
pub(super) fn with<T>(ask: impl FnOnce(&Localization) -> T) -> T {
    Language::expect().0.with_untracked(ask)
}

/// An object with these options.
pub(super) fn options(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        // Setting a property of a plain object does not fail.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}
