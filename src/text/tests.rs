use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

#[test]
fn one_and_many_read_differently() {
    assert_eq!(count("count.users", 1), "1 user");
    assert_eq!(count("count.users", 1284), "1,284 users");
}

#[test]
fn every_text_of_the_code_is_in_the_catalogue_and_every_text_of_the_catalogue_is_in_the_code() {
    let catalogue = fs::read_to_string("locales/en.yml").unwrap();
    let catalogue: BTreeSet<String> = keys(&catalogue);
    let used: BTreeSet<String> = sources(Path::new("src"))
        .iter()
        .flat_map(|file| used_keys(&fs::read_to_string(file).unwrap()))
        .collect();
    let missing: Vec<&String> = used.difference(&catalogue).collect();
    let unused: Vec<&String> = catalogue.difference(&used).collect();
    assert!(missing.is_empty(), "not in locales/en.yml: {missing:?}");
    assert!(unused.is_empty(), "not in src: {unused:?}");
}

/// The keys of the catalogue, a plural's forms as one.
fn keys(catalogue: &str) -> BTreeSet<String> {
    let mut path: Vec<&str> = Vec::new();
    let mut keys = BTreeSet::new();
    for line in catalogue
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
    {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let Some((name, text)) = line.trim().split_once(':') else {
            continue;
        };
        path.truncate(depth);
        path.push(name);
        if !text.is_empty() && name != "_version" {
            let forms = ["one", "other"];
            let named = if forms.contains(&name) {
                &path[..depth]
            } else {
                &path[..]
            };
            keys.insert(named.join("."));
        }
    }
    keys
}

fn used_keys(source: &str) -> Vec<String> {
    ["say!(", "count("]
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
        } else if !path.ends_with("text/tests.rs") {
            found.push(path);
        }
    }
    found
}
