//! The catalogue of texts.

use std::collections::HashMap;

use serde::Deserialize;

use crate::decode::{TextOr, decode};

const TEXTS: &str = include_str!("../../locales/en.json");

/// The language of the texts, a BCP 47 tag.
#[cfg(target_arch = "wasm32")]
pub(super) const LANGUAGE: &str = "en";

/// A text, or texts by name.
#[derive(Deserialize)]
#[serde(transparent)]
struct Texts(TextOr<HashMap<String, Texts>>);

impl Texts {
    fn get(&self, name: &str) -> Option<&Self> {
        match &self.0 {
            TextOr::Text(_) => None,
            TextOr::Object(texts) => texts.get(name),
        }
    }

    fn text(&self) -> Option<&str> {
        match &self.0 {
            TextOr::Text(text) => Some(text),
            TextOr::Object(_) => None,
        }
    }
}

thread_local! {
    static CATALOGUE: Option<Texts> = decode(TEXTS).ok();
}

/// The text of a key such as `run.label`. A missing key is shown as it is; a test checks that there is none.
pub(crate) fn lookup(key: &str) -> String {
    let text = CATALOGUE.with(|catalogue| {
        let mut names = key.split('.');
        let text = names.try_fold(catalogue.as_ref()?, Texts::get)?;
        text.text().map(str::to_owned)
    });
    text.unwrap_or_else(|| key.to_owned())
}

/// The text before and after a placeholder, for a view that fills it with an element.
pub fn around_blank(key: &str, blank: &str) -> (String, String) {
    let text = lookup(key);
    let blank = format!("%{{{blank}}}");
    let (before, after) = text.split_once(&blank).unwrap_or((&text, ""));
    (before.to_owned(), after.to_owned())
}

/// The text of a key with its placeholders, written `%{name}`, filled in.
pub fn fill(key: &str, blanks: &[(&str, String)]) -> String {
    let text = lookup(key);
    let mut parts = text.split("%{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let blank = blanks.iter().find(|(blank, _)| *blank == name);
        filled += blank.map_or("", |(_, value)| value);
        filled += rest;
    }
    filled
}
