//! Imports point one way.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer of `src`, with the layers that it may import.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("engine", &["domain"]),
    ("decode", &[]),
    ("api", &["decode", "domain", "engine"]),
    ("journal", &["decode", "domain", "engine"]),
    ("storage", &["decode"]),
    ("i18n", &["api", "decode", "domain", "engine"]),
    ("components", &["i18n", "domain"]),
    ("embed", &["api", "decode", "domain"]),
    (
        "features",
        &[
            "api",
            "components",
            "domain",
            "embed",
            "engine",
            "i18n",
            "decode",
            "journal",
            "storage",
        ],
    ),
    (
        "app",
        &[
            "components",
            "domain",
            "embed",
            "features",
            "i18n",
            "decode",
            "journal",
            "storage",
        ],
    ),
];

/// What keeps `domain` and `engine` pure.
const IMPURE: [&str; 6] = [
    "leptos",
    "web_sys",
    "js_sys",
    "gloo",
    "std::time",
    "std::fs",
];

#[test]
fn no_layer_imports_one_above_it() {
    let mut wrong = Vec::new();
    for (layer, allowed) in LAYERS {
        for (file, line) in lines_of(layer) {
            for imported in imported_layers(&line) {
                if imported != layer && !allowed.contains(&imported.as_str()) {
                    wrong.push(format!("{}: {line}", file.display()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "imports that point back:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn domain_and_engine_touch_no_browser_no_framework_and_no_clock() {
    for layer in ["domain", "engine"] {
        for (file, line) in lines_of(layer) {
            let impure = IMPURE.iter().find(|name| line.contains(*name));
            assert!(impure.is_none(), "{}: {line}", file.display());
        }
    }
}

#[test]
fn every_module_of_the_library_has_its_layer() {
    let library = fs::read_to_string("src/lib.rs").unwrap();
    let modules = library.lines().filter_map(|line| {
        line.trim_start_matches("pub ")
            .strip_prefix("mod ")?
            .strip_suffix(';')
    });
    for module in modules {
        assert!(
            LAYERS.iter().any(|(layer, _)| *layer == module),
            "{module} has no layer"
        );
    }
}

/// The code of a layer, without its tests.
fn lines_of(layer: &str) -> Vec<(PathBuf, String)> {
    let mut files = vec![PathBuf::from(format!("src/{layer}.rs"))];
    files.extend(files_below(Path::new(&format!("src/{layer}"))));
    let is_test = |file: &Path| file.ends_with("tests.rs") || file.ends_with("fixtures.rs");
    files
        .into_iter()
        .filter(|file| !is_test(file))
        .flat_map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default()
                .to_owned();
            code.lines()
                .map(|line| (file.clone(), line.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The layers that a line names: `crate::domain::ids` names `model`.
fn imported_layers(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .filter(|name: &String| LAYERS.iter().any(|(layer, _)| layer == name))
        .collect()
}
