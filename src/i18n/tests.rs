use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::reasons::sentence;
use super::*;

#[test]
fn one_and_many_read_differently() {
    assert_eq!(count("count.users", 1), "1 user");
    assert_eq!(count("count.users", 1284), "1,284 users");
}

#[test]
fn a_number_is_known_whatever_separates_its_groups() {
    for typed in ["1207", "1,207", " 1 207 ", "1.207", "1'207", "1\u{202f}207"] {
        assert!(is_number(typed, 1207), "{typed}");
    }
    for typed in ["", "120", "12070", "-1207", "1207 users"] {
        assert!(!is_number(typed, 1207), "{typed}");
    }
}

#[test]
fn the_words_of_a_server_end_like_a_sentence() {
    assert_eq!(sentence("Refused on demand"), "Refused on demand.");
    assert_eq!(sentence(" No seat left! "), "No seat left!");
    assert_eq!(sentence("座席がありません。"), "座席がありません。");
}

#[test]
fn blanks_are_filled_with_what_stands_there_and_nothing_is_filled_twice() {
    let blanks = [("first", "%{of}".to_owned()), ("last", "50".to_owned())];
    assert_eq!(fill("pagination.range", &blanks), "%{of}–50 of ");
}

#[test]
fn every_text_of_the_code_is_in_the_catalogue_and_every_text_of_the_catalogue_is_in_the_code() {
    let catalogue = fs::read_to_string("locales/en.json").unwrap();
    let catalogue = keys("", &serde_json::from_str(&catalogue).unwrap());
    let used: BTreeSet<String> = sources(Path::new("src"))
        .iter()
        .flat_map(|file| used_keys(&fs::read_to_string(file).unwrap()))
        .collect();
    let missing: Vec<&String> = used.difference(&catalogue).collect();
    let unused: Vec<&String> = catalogue.difference(&used).collect();
    assert!(missing.is_empty(), "not in locales/en.json: {missing:?}");
    assert!(unused.is_empty(), "not in src: {unused:?}");
}

/// The keys of the catalogue below a path, a plural's forms as one.
fn keys(path: &str, texts: &serde_json::Value) -> BTreeSet<String> {
    match texts.as_object() {
        None => BTreeSet::from([path.to_owned()]),
        Some(forms) if forms.contains_key("other") => BTreeSet::from([path.to_owned()]),
        Some(fields) => fields
            .iter()
            .flat_map(|(name, texts)| keys(format!("{path}.{name}").trim_start_matches('.'), texts))
            .collect(),
    }
}

fn used_keys(source: &str) -> Vec<String> {
    ["say!(", "count(", "around_blank("]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|key| key.contains('.'))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if !path.ends_with("i18n/tests.rs") {
            found.push(path);
        }
    }
    found
}
