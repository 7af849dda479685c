//! Builds the style sheet of the frontend from the tokens, the base, and the component sheets that stylers scopes.

mod dialect;

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::panic;
use std::path::Path;
use walkdir::WalkDir;

use crate::{process, tools};

/// The sheet that index.html links.
const OUTPUT: &str = "target/style/license-management.css";
/// The global sheets, in order.
const GLOBAL: [&str; 3] = [
    "style/tokens.css",
    "style/base.css",
    "style/first_paint.css",
];
/// The folder of the component sheets.
const COMPONENTS: &str = "style/components";

/// A component sheet.
struct Sheet {
    /// Its path in the source code.
    path: String,
    text: String,
    class: String,
    /// The sheet as scoped by stylers.
    scoped: String,
}

impl Sheet {
    fn new(path: String, text: String) -> Result<Self> {
        // It panics on what it does not understand, such as a brace that is not closed.
        let read = panic::catch_unwind(|| {
            let class = stylers_core::Class::rand_class_from_seed(text.clone());
            let scoped = stylers_core::from_str(&text, &class);
            (class.as_name().to_owned(), scoped)
        });
        let Ok((class, scoped)) = read else {
            bail!("stylers cannot read {path}: look for a brace or a comment that is not closed");
        };
        Ok(Self {
            path,
            text,
            class,
            scoped,
        })
    }
}

/// Writes the sheet where index.html expects it, unless it is up to date.
pub fn write() -> Result<()> {
    let mut css = whole(Path::new("."))?;
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        css = minified(css)?;
    }
    let output = Path::new(OUTPUT);
    if fs::read_to_string(output).is_ok_and(|present| present == css) {
        return Ok(());
    }
    fs::create_dir_all(output.parent().unwrap_or(output))?;
    fs::write(output, css).with_context(|| format!("could not write {OUTPUT}"))?;
    println!("Wrote {OUTPUT}");
    Ok(())
}

fn minified(css: String) -> Result<String> {
    let esbuild = process::command(tools::ESBUILD.ensure()?, ["--minify", "--loader=css"]);
    let css = esbuild.stdin_bytes(css).read();
    css.context("the style sheets could not be minified")
}

/// The complete sheet of the project in `root`. Fails if a component would get a class without rules.
fn whole(root: &Path) -> Result<String> {
    let sheets = sheets(root)?;
    let mut problems = shared_classes(&sheets);
    problems.extend(sheets.iter().filter_map(dialect::problem));
    problems.extend(uses_and_sheets_that_differ(root, &sheets)?);
    if !problems.is_empty() {
        bail!("the style sheets do not work:\n  {}", problems.join("\n  "));
    }
    let mut css = String::new();
    for name in GLOBAL {
        let text = fs::read_to_string(root.join(name)).with_context(|| name.to_owned())?;
        css.push_str(text.trim_end());
        css.push('\n');
    }
    css.extend(sheets.into_iter().map(|sheet| sheet.scoped));
    Ok(css)
}

fn sheets(root: &Path) -> Result<Vec<Sheet>> {
    let mut sheets = Vec::new();
    for entry in WalkDir::new(root.join(COMPONENTS)).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = format!("./{COMPONENTS}/{}", entry.file_name().to_string_lossy());
            sheets.push(Sheet::new(path, fs::read_to_string(entry.path())?)?);
        }
    }
    Ok(sheets)
}

fn shared_classes(sheets: &[Sheet]) -> Vec<String> {
    let mut by_class: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in sheets {
        by_class.entry(&sheet.class).or_default().push(&sheet.path);
    }
    let shared = by_class.values().filter(|paths| paths.len() > 1);
    shared
        .map(|paths| {
            format!(
                "{}: these have the same class, because stylers makes it from the number of characters that are not blank; add a character to a comment in one of them",
                paths.join(", ")
            )
        })
        .collect()
}

/// Unused and missing sheets.
fn uses_and_sheets_that_differ(root: &Path, sheets: &[Sheet]) -> Result<Vec<String>> {
    let mut used = BTreeSet::new();
    for entry in WalkDir::new(root.join("src")) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path)?;
            let calls = text.split("style_sheet!(\"").skip(1);
            used.extend(calls.filter_map(|call| Some(call.split_once('"')?.0.to_owned())));
        }
    }
    let present = sheets.iter().map(|sheet| sheet.path.clone()).collect();
    let differ = used.symmetric_difference(&present);
    Ok(differ
        .map(|path| format!("{path}: a sheet in {COMPONENTS} is used by a component in src, and the other way round"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPONENT: &str = r#"let class = style_sheet!("./style/components/seats.css");"#;

    fn project(files: &[(&str, &str)]) -> Result<String> {
        let root = tempfile::tempdir().unwrap();
        let always = [
            ("style/tokens.css", ":root { --ink: #111; }\n"),
            ("style/base.css", "body { margin: 0; }\n"),
            ("style/first_paint.css", ".first-paint { margin: 0; }\n"),
            ("src/seats.rs", COMPONENT),
        ];
        for (name, text) in always.iter().chain(files) {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        whole(root.path())
    }

    #[test]
    fn tokens_then_base_then_first_paint_then_scoped_components() {
        let css =
            project(&[("style/components/seats.css", ".meter{inline-size:100%;}\n")]).unwrap();
        let start =
            ":root { --ink: #111; }\nbody { margin: 0; }\n.first-paint { margin: 0; }\n.meter.l-";
        assert!(css.starts_with(start), "{css}");
    }

    #[test]
    fn sheets_that_are_missing_unused_or_alike_are_named() {
        let (one, other) = (".a { margin: 0; }", ".b { margin: 0; }");
        let error = project(&[
            ("style/components/other.css", one),
            ("style/components/unused.css", other),
        ]);
        let error = error.unwrap_err().to_string();
        for name in [
            "seats.css: ",
            "other.css: ",
            "other.css, ./style/components/unused.css",
        ] {
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn an_open_comment_is_an_error_not_a_panic() {
        let css = ".a { margin: 0; } /* open";
        let error = project(&[("style/components/seats.css", css)]).unwrap_err();
        assert!(error.to_string().contains("seats.css"), "{error}");
    }

    #[test]
    fn the_sheets_of_this_project_keep_to_the_dialect() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        whole(root.unwrap()).unwrap();
    }
}
