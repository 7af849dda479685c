//! Writes the catalogues of `locales/`: for each language one file with the texts of the first module, and one with the
//! rest, which is loaded with the second module. A text belongs to the first module if its code names the key.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::loader;

/// The folder of the catalogues, in the repository and in `dist`.
const FOLDER: &str = "locales";

const TEMPLATE: &str = include_str!("languages.js");

/// Texts by key.
type Texts = BTreeMap<String, String>;

/// Writes the files, and the script that loads them, into the folder of the first module.
pub fn write(folder: &Path, first_module: &Path) -> Result<()> {
    let code = fs::read(first_module).with_context(|| first_module.display().to_string())?;
    fs::create_dir_all(folder.join(FOLDER))?;
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(FOLDER).context(FOLDER)? {
        let path = entry?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy();
        let texts = read(&path)?;
        let (first, more) = split(texts, &code);
        ensure!(!first.is_empty(), "the first module names no text");
        let more = save(folder, &format!("{language}.more"), &json!(more))?;
        let first = json!({ "more": more, "texts": first });
        files.insert(language.to_string(), save(folder, &language, &first)?);
    }
    let script = TEMPLATE.replace("__FILES__", &json!(files).to_string());
    fs::write(folder.join("languages.js"), script).context("languages.js")
}

/// The texts of a catalogue by their path.
fn read(path: &Path) -> Result<Texts> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let texts: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let mut flat = Texts::new();
    flatten("", &texts, &mut flat);
    Ok(flat)
}

fn flatten(path: &str, texts: &Value, flat: &mut Texts) {
    for (name, texts) in texts.as_object().into_iter().flatten() {
        let path = format!("{path}{name}");
        match texts.as_str() {
            Some(text) => drop(flat.insert(path, text.to_owned())),
            None => flatten(&format!("{path}."), texts, flat),
        }
    }
}

/// The texts whose keys the code of the first module names, and the rest. Code names a plural without its form.
fn split(texts: Texts, code: &[u8]) -> (Texts, Texts) {
    let keys: BTreeSet<&str> = texts.keys().map(|key| key_in_code(key, &texts)).collect();
    let named: BTreeSet<String> = keys
        .into_iter()
        .filter(|key| memchr::memmem::find(code, key.as_bytes()).is_some())
        .map(str::to_owned)
        .collect();
    let is_named = |key: &str| named.contains(key_in_code(key, &texts));
    texts
        .clone()
        .into_iter()
        .partition(|(key, _)| is_named(key))
}

fn key_in_code<'a>(key: &'a str, texts: &Texts) -> &'a str {
    match key.rsplit_once('.') {
        Some((plural, _)) if texts.contains_key(&format!("{plural}.other")) => plural,
        _ => key,
    }
}

/// Saves a file with its hash in its name. Returns its path below the folder, and its integrity hash.
fn save(folder: &Path, name: &str, value: &Value) -> Result<[String; 2]> {
    let text = value.to_string();
    let path = format!("{FOLDER}/{name}-{}.json", loader::hash(text.as_bytes()));
    fs::write(folder.join(&path), &text).with_context(|| path.clone())?;
    Ok([path, loader::integrity(text.as_bytes())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_first_file_if_the_first_module_names_its_key() {
        let texts = json!({
            "row": { "select": "Select" },
            "count": { "users": { "one": "user", "other": "users" } },
            "review": { "title": "Review", "apply": { "one": "Apply", "other": "Apply all" } },
        });
        let mut flat = Texts::new();
        flatten("", &texts, &mut flat);
        let (first, more) = split(flat, b"\0row.selectcount.users\xff");
        let keys = |texts: Texts| texts.into_keys().collect::<Vec<_>>().join(" ");
        assert_eq!(keys(first), "count.users.one count.users.other row.select");
        assert_eq!(
            keys(more),
            "review.apply.one review.apply.other review.title"
        );
    }

    #[test]
    fn the_script_names_each_file_and_how_it_was_built() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        let [path, integrity] = save(folder.path(), "de", &json!({ "a": "b" })).unwrap();
        let text = fs::read(folder.path().join(&path)).unwrap();
        assert_eq!(text, br#"{"a":"b"}"#);
        assert_eq!(integrity, loader::integrity(&text));
        let hash = path
            .trim_start_matches("locales/de-")
            .trim_end_matches(".json");
        assert!(
            hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{path}"
        );
    }
}
