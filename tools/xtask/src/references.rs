//! Which files a page loads, beginning with its HTML.

use anyhow::{Context, Result};
use html5gum::{Token, Tokenizer};
use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Fetched by the program itself when it starts.
const FETCHED_AT_START: &str = "config.json";

/// What a page transfers, by the paths below `dist`.
pub struct Loads {
    /// Before it can be used: the page, what its attributes name, and what those scripts and style sheets name in turn.
    pub first: Vec<PathBuf>,
    /// Modules of WebAssembly that only a script names, which fetches them when they are needed.
    pub later: Vec<PathBuf>,
}

/// Finds what the page in `dist` loads.
pub fn loads(dist: &Path) -> Result<Loads> {
    let page = PathBuf::from("index.html");
    let mut first = BTreeSet::from([page.clone()]);
    let mut later = BTreeSet::new();
    let mut open = VecDeque::from([page]);
    if dist.join(FETCHED_AT_START).is_file() {
        first.insert(FETCHED_AT_START.into());
    }
    while let Some(path) = open.pop_front() {
        let (names, is_script) = match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => (in_html(&read(dist, &path)?), false),
            Some("css") => (in_strings(&read(dist, &path)?), false),
            Some("js") => (in_strings(&read(dist, &path)?), true),
            _ => continue,
        };
        for path in names.iter().filter_map(|name| resolve(dist, &path, name)) {
            if is_script && path.extension().is_some_and(|ending| ending == "wasm") {
                later.insert(path);
            } else if first.insert(path.clone()) {
                open.push_back(path);
            }
        }
    }
    Ok(Loads {
        later: later.difference(&first).cloned().collect(),
        first: first.into_iter().collect(),
    })
}

fn read(dist: &Path, path: &Path) -> Result<String> {
    let path = dist.join(path);
    fs::read_to_string(&path).with_context(|| {
        format!(
            "could not read {}; `cargo xtask build` makes it",
            path.display()
        )
    })
}

/// Every attribute may name a file: `src`, `href`, and `data-…` that a script reads.
fn in_html(html: &str) -> Vec<String> {
    let mut values = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(Token::StartTag(tag)) = token else {
            continue;
        };
        for value in tag.attributes.into_values() {
            values.push(String::from_utf8_lossy(&value).into_owned());
        }
    }
    values
}

/// What stands in quotes or parentheses; what is no file is sorted out later.
fn in_strings(text: &str) -> Vec<String> {
    text.split(['"', '\'', '`', '(', ')'])
        .filter(|part| !part.is_empty() && part.len() < 200 && !part.contains(char::is_whitespace))
        .map(str::to_owned)
        .collect()
}

fn resolve(dist: &Path, from: &Path, name: &str) -> Option<PathBuf> {
    let name = name.split(['?', '#']).next()?;
    let base = if name.starts_with('/') {
        Path::new("")
    } else {
        from.parent()?
    };
    let mut path = PathBuf::new();
    for part in base.join(name.trim_start_matches('/')).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            _ => return None,
        }
    }
    dist.join(&path).is_file().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dist(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dist = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dist.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dist
    }

    fn loaded(files: &[(&str, &str)]) -> [Vec<String>; 2] {
        let Loads { first, later } = loads(dist(files).path()).unwrap();
        [first, later].map(|paths| {
            let names = paths.iter().map(|path| path.to_string_lossy());
            names.map(|name| name.replace('\\', "/")).collect()
        })
    }

    #[test]
    fn follows_the_page_to_everything_it_loads_once() {
        let page = r#"<!doctype html><link rel=icon href="icon.svg"><link rel="modulepreload" href="./app-1.js">
            <link rel=stylesheet href=/app-1.css?v=2><a href="https://example.com/other.js">x</a>
            <!-- <script src="old.js"></script> -->
            <script type="module" src="./boot.js" data-js="./app-1.js" data-wasm="./app-1_bg.wasm"></script>"#;
        let [first, later] = loaded(&[
            ("index.html", page),
            ("icon.svg", ""),
            (
                "app-1.css",
                "@font-face { src: url(fonts/a.woff2) } p { background: url('b.svg') }",
            ),
            ("fonts/a.woff2", ""),
            ("b.svg", ""),
            ("boot.js", "import(script.dataset.js)"),
            (
                "app-1.js",
                "import { a } from './snippets/inline.js'; new URL('app-1_bg.wasm', import.meta.url); \
                fetch(new URL('app-1.dock.wasm', import.meta.url)); new URL('gone.wasm', import.meta.url)",
            ),
            ("snippets/inline.js", "export * from '../deep.js'"),
            ("deep.js", ""),
            ("app-1_bg.wasm", ""),
            ("app-1.dock.wasm", ""),
            ("config.json", "{}"),
            ("license-management.js", "not for the stand-alone page"),
            ("old.js", ""),
            ("boot.js.br", ""),
        ]);
        assert_eq!(later, ["app-1.dock.wasm"]);
        assert_eq!(
            first,
            [
                "app-1.css",
                "app-1.js",
                "app-1_bg.wasm",
                "b.svg",
                "boot.js",
                "config.json",
                "deep.js",
                "fonts/a.woff2",
                "icon.svg",
                "index.html",
                "snippets/inline.js",
            ]
        );
    }

    #[test]
    fn a_path_out_of_the_folder_is_nothing() {
        assert_eq!(
            loaded(&[("index.html", "<img src='../../../etc/hosts'>")]),
            [vec!["index.html".to_owned()], vec![]]
        );
    }

    #[test]
    fn without_a_page_it_says_what_to_do() {
        let error = loads(dist(&[]).path()).err().unwrap();
        assert!(error.to_string().contains("cargo xtask build"), "{error}");
    }
}
