//! The catalogue of texts.

use serde_json::Value;

use crate::decode::decode;

const TEXTS: &str = include_str!("../../locales/en.json");

/// The language of the texts, a BCP 47 tag.
#[cfg(target_arch = "wasm32")]
pub(super) const LANGUAGE: &str = "en";

thread_local! {
    static CATALOGUE: Value = decode(TEXTS).unwrap_or_default();
}

/// The text of a key such as `run.label`. A key that the catalogue lacks reads as itself; a test sees to it that there
/// is none.
pub(crate) fn lookup(key: &str) -> String {
    CATALOGUE.with(|catalogue| {
        let mut names = key.split('.');
        let text = names.try_fold(catalogue, |texts, name| texts.get(name));
        text.and_then(Value::as_str).unwrap_or(key).to_owned()
    })
}

/// The text of a key with its blanks, written `%{name}`, filled in.
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
