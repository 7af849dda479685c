//! The structure of `src`: imports point one way, and never in a circle.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a source that cannot be read fails the test"
)]

mod checker;
mod circles;
mod modules;
mod source;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use circles::Arrows;
use modules::{ModulePath, Modules};

/// Each layer of `src`, with the layers that it may import.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("engine", &["domain"]),
    ("decode", &[]),
    ("api", &["decode", "domain", "engine"]),
    ("journal", &["decode", "domain", "engine"]),
    ("storage", &["decode"]),
    ("i18n", &["api", "decode", "domain", "engine"]),
    ("components", &["i18n"]),
    ("embed", &["api", "decode", "domain"]),
    (
        "features",
        &[
            "api",
            "components",
            "decode",
            "domain",
            "embed",
            "engine",
            "i18n",
            "journal",
            "storage",
        ],
    ),
    (
        "app",
        &[
            "components",
            "decode",
            "domain",
            "embed",
            "features",
            "i18n",
            "journal",
            "storage",
        ],
    ),
];

/// All that `domain` and `engine` may use of other crates: nothing that reaches a browser, a framework, a file, a
/// thread or the clock.
const PURE: [&str; 15] = [
    "form_urlencoded",
    "indexmap",
    "memchr",
    "rustc_hash",
    "smallvec",
    "std::cell",
    "std::cmp",
    "std::collections",
    "std::fmt",
    "std::hash",
    "std::mem",
    "std::str",
    "std::sync::Arc",
    "thiserror",
    "uuid",
];

static SRC: LazyLock<Modules> = LazyLock::new(|| {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    Modules::read(|file| fs::read_to_string(src.join(file)).ok())
});

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn no_layer_imports_one_above_it() {
    none(
        "imports that point back",
        checker::pointing_back(&SRC, &LAYERS),
    );
}

#[test]
fn domain_and_engine_touch_no_browser_no_framework_and_no_clock() {
    let impure = checker::impure(&SRC, &["domain", "engine"], &PURE);
    none("imports that are not pure", impure);
}

#[test]
fn every_module_of_the_library_has_its_layer() {
    let library = ModulePath::new("");
    let layers = LAYERS.map(|(layer, _)| layer.to_owned());
    assert_eq!(*SRC.children(&library), layers.into());
}

#[test]
fn features_import_each_other_in_no_circle() {
    none("circles", circles(|folder| folder == "features"));
}

#[test]
fn modules_of_a_folder_import_each_other_in_no_circle() {
    let circles = circles(|folder| folder != "features");
    none("circles", circles);
}

fn circles(is_looked_at: impl Fn(&str) -> bool) -> Vec<String> {
    let imports = SRC.imports();
    let folders = SRC
        .folders()
        .filter(|folder| is_looked_at(&folder.to_string()));
    folders
        .flat_map(|folder| Arrows::new(folder, &imports).circles())
        .collect()
}
