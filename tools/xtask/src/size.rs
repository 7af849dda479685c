//! `cargo xtask size`: measures the first load of the stand-alone page, and lists what is loaded later.

mod report;

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{build, precompress};

/// The budget of the first load, in bytes with brotli.
const BUDGET: u64 = 230_000;

/// Prints how much of the modules each crate and each of the app's modules accounts for.
pub fn report() -> Result<()> {
    build::ensure_release()?;
    report::print()
}

/// Prints the table; fails if the budget is exceeded.
pub fn run() -> Result<()> {
    build::ensure_release()?;
    let dist = Path::new("dist");
    let loads = Loads::of(dist)?;
    println!(
        "{:<48} {:>9} {:>9}",
        "First load, in bytes", "raw", "brotli"
    );
    let raw_and_packed = |name: &String| -> Result<(u64, u64)> {
        let size = |path: &Path| fs::metadata(path).map(|file| file.len());
        let path = dist.join(name);
        let raw = size(&path).with_context(|| name.clone())?;
        // A server sends a file as it is when compressing does not pay.
        let packed =
            size(&precompress::neighbour(&path, "br")).map_or(raw, |packed| packed.min(raw));
        println!("{name:<48} {raw:>9} {packed:>9}");
        Ok((raw, packed))
    };
    let mut total = (0, 0);
    for name in &loads.first {
        let (raw, packed) = raw_and_packed(name)?;
        total = (total.0 + raw, total.1 + packed);
    }
    println!("{:<48} {:>9} {:>9}\nLater", "in all", total.0, total.1);
    for name in &loads.later {
        raw_and_packed(name)?;
    }
    match BUDGET.checked_sub(total.1) {
        Some(left) => println!("Within the budget of {BUDGET} bytes (brotli): {left} left"),
        None => bail!(
            "over the budget of {BUDGET} bytes (brotli) by {}",
            total.1 - BUDGET
        ),
    }
    Ok(())
}

/// The files that a page loads.
struct Loads {
    /// The first load: the page, the files it references, and those referenced by its scripts and style sheets. Of the
    /// catalogues, one is loaded; the largest counts.
    first: BTreeSet<String>,
    /// WebAssembly modules that are fetched by a script when needed, and the texts for them.
    later: BTreeSet<String>,
}

/// The folder of the catalogues.
const CATALOGUES: &str = "locales/";

impl Loads {
    fn of(dist: &Path) -> Result<Self> {
        let mut loads = Self {
            first: BTreeSet::new(),
            later: BTreeSet::new(),
        };
        // The program itself fetches its configuration when it starts.
        let mut open = vec!["index.html".to_owned(), "config.json".to_owned()];
        let mut catalogues = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !loads.first.insert(name.clone()) || name.ends_with(".wasm") {
                continue;
            }
            let text = fs::read(dist.join(&name)).with_context(|| name.clone())?;
            for named in files_named_in(&String::from_utf8_lossy(&text), dist) {
                if name.ends_with(".js") && named.ends_with(".wasm") {
                    loads.later.insert(named);
                } else if named.starts_with(CATALOGUES) {
                    catalogues.insert(named);
                } else {
                    open.push(named);
                }
            }
        }
        loads.later.retain(|name| !loads.first.contains(name));
        let size = |name: &String| fs::metadata(dist.join(name)).map_or(0, |file| file.len());
        if let Some(largest) = catalogues.into_iter().max_by_key(size) {
            let text = fs::read_to_string(dist.join(&largest))?;
            loads.later.extend(files_named_in(&text, dist));
            loads.first.insert(largest);
        }
        Ok(loads)
    }
}

/// File names in quotes, in parentheses or in attributes.
fn files_named_in(text: &str, dist: &Path) -> Vec<String> {
    let is_around = |c: char| c.is_whitespace() || "\"'`()<>=,;?".contains(c);
    text.split(is_around)
        .map(|part| part.strip_prefix("./").unwrap_or(part))
        .filter(|part| part.contains('.') && dist.join(part).is_file())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_page_to_everything_it_loads() {
        let page = r#"<!doctype html><link rel=icon href=./icon.svg><link rel="modulepreload" href="./app-1.js">
            <link rel=stylesheet href=app-1.css?v=2><a href="https://example.com/other.js">x</a>
            <script type="module" src="./boot.js" data-js="./app-1.js" data-wasm="./app-1_bg.wasm"></script>"#;
        let script = "new URL('app-1_bg.wasm', import.meta.url); fetch(new URL(\"./dock-1.wasm\", import.meta.url))";
        let dist = tempfile::tempdir().unwrap();
        fs::create_dir(dist.path().join("locales")).unwrap();
        for (name, text) in [
            ("index.html", page),
            ("icon.svg", ""),
            ("app-1.css", "p { background: url(b.svg) }"),
            ("b.svg", ""),
            ("boot.js", "import { a } from './deep.js';"),
            (
                "deep.js",
                "const FILES = {\"ar\":[\"locales/ar.json\",\"\"],\"en\":[\"locales/en.json\",\"\"]};",
            ),
            (
                "locales/ar.json",
                "{\"more\":[\"locales/ar.more.json\",\"\"],\"texts\":{\"a\":\"long\"}}",
            ),
            ("locales/ar.more.json", "{}"),
            (
                "locales/en.json",
                "{\"more\":[\"locales/en.more.json\",\"\"]}",
            ),
            ("locales/en.more.json", "{}"),
            ("app-1.js", script),
            ("app-1_bg.wasm", ""),
            ("dock-1.wasm", ""),
            ("config.json", "{}"),
            ("license-management.js", "not for the stand-alone page"),
        ] {
            fs::write(dist.path().join(name), text).unwrap();
        }
        let loads = Loads::of(dist.path()).unwrap();
        let later: Vec<String> = loads.later.into_iter().collect();
        assert_eq!(later, ["dock-1.wasm", "locales/ar.more.json"]);
        let first: Vec<String> = loads.first.into_iter().collect();
        let expected = "app-1.css app-1.js app-1_bg.wasm b.svg boot.js config.json deep.js icon.svg index.html locales/ar.json";
        assert_eq!(first.join(" "), expected);
    }
}
