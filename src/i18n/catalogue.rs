//! The catalogue: the texts of a language by key.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::decode::decode;

/// First Strong Isolate and Pop Directional Isolate: the text between them has a direction of its own.
const ISOLATE: [&str; 2] = ["\u{2068}", "\u{2069}"];

/// The texts of a language, by keys such as `run.label`.
#[derive(Default)]
pub(super) struct Catalogue(Texts);

type Texts = HashMap<String, String, FxBuildHasher>;

impl Catalogue {
    /// Adds the texts of a file, an object from keys to texts.
    pub(super) fn add(&mut self, file: &str) {
        let texts: Texts = decode(file).unwrap_or_default();
        self.0.extend(texts);
    }

    /// The text of a key. A missing key is shown as it is; a test checks that there is none.
    pub(super) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// A text that keeps its own direction, within texts from right to left too.
    pub(super) fn isolate(&self, text: &str) -> String {
        let [before, after] = self.isolation();
        format!("{before}{text}{after}")
    }

    fn isolation(&self) -> [&'static str; 2] {
        match self.text("language.direction") {
            "rtl" => ISOLATE,
            _ => ["", ""],
        }
    }

    /// The text of a key with its placeholders, written `%{name}`, filled in. In a text from right to left, what is
    /// filled in keeps its own direction.
    pub(super) fn fill(&self, key: &str, blanks: &[(&str, String)]) -> String {
        let [before, after] = self.isolation();
        let mut parts = self.text(key).split("%{");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let blank = blanks.iter().find(|(blank, _)| *blank == name);
            filled += before;
            filled += blank.map_or("", |(_, value)| value);
            filled += after;
            filled += rest;
        }
        filled
    }
}
