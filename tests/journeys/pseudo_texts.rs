//! The pseudo-locale: English in brackets, with accents and longer by the vowels. It shows texts that are in no
//! catalogue, since these have no accents, and texts that have no room to be longer.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// The name of its catalogue.
pub const PSEUDO: &str = "pseudo";

/// Letters, and what stands for them: vowels twice, which makes an English text longer by about 40%.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "àƀçďéƒĝĥîĵķĺɱñôþɋŕšţûṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĿḾÑÔÞɊŔŠŢÛṼŴẊÝŽ";

/// The pseudo-locale of a catalogue. What says its language and direction stays.
pub fn catalogue(texts: &Value) -> Value {
    let fields = texts.as_object().unwrap().iter();
    let fields = fields.map(|(key, value)| match value.as_str() {
        _ if key.starts_with("language") => (key.clone(), value.clone()),
        Some(text) => (key.clone(), json!(text_of(text))),
        None => (key.clone(), catalogue(value)),
    });
    Value::Object(fields.collect())
}

/// A text in brackets, accented and longer, with its placeholders as they are.
fn text_of(text: &str) -> String {
    let mut parts = text.split("%{");
    let mut accented = format!("[{}", accent(parts.next().unwrap_or_default()));
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        accented += &format!("%{{{name}}}{}", accent(rest));
    }
    accented + "]"
}

fn accent(text: &str) -> String {
    let mut accented = String::new();
    for letter in text.chars() {
        let found = LETTERS.chars().position(|each| each == letter);
        let new = found.and_then(|at| ACCENTED.chars().nth(at));
        accented.push(new.unwrap_or(letter));
        if "aeiou".contains(letter) {
            accented.extend(new);
        }
    }
    accented
}

/// Puts the pseudo-locale in the place of English in a copy of the built frontend, which then loads these files
/// without comparing their hashes.
pub fn put_into(dist: &Path) {
    let locales = dist.join("locales");
    let files = fs::read_dir(&locales).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("en.more-") {
            edit(&file, catalogue);
        } else if name.starts_with("en-") {
            edit(
                &file,
                |first| json!({ "more": [first["more"][0], ""], "texts": catalogue(&first["texts"]) }),
            );
        }
    }
    let loader = dist.join("languages.js");
    let script = fs::read_to_string(&loader).unwrap();
    let (before, after) = script.split_once("\"locales/en-").unwrap();
    let (name, after) = after.split_once("\"sha384-").unwrap();
    let (_, after) = after.split_once('"').unwrap();
    fs::write(loader, format!("{before}\"locales/en-{name}\"\"{after}")).unwrap();
}

fn edit(file: &Path, change: impl FnOnce(&Value) -> Value) {
    let texts = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    fs::write(file, change(&texts).to_string()).unwrap();
}

#[test]
fn a_text_of_the_pseudo_locale_is_longer_and_keeps_its_placeholders() {
    let texts = json!({ "language": { "tag": "en" }, "row": { "number": "Number of %{name}" } });
    let pseudo =
        json!({ "language": { "tag": "en" }, "row": { "number": "[Ñûûɱƀééŕ ôôƒ %{name}]" } });
    assert_eq!(catalogue(&texts), pseudo);
    let english = "Each change is verified with the server.";
    let ratio = text_of(english).chars().count() * 100 / english.len();
    assert!((130..=150).contains(&ratio), "{ratio}%");
}
