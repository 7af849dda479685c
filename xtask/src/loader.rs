//! `license-management.js`: a name that stays, for hosts that embed the frontend, whose own files have
//! a hash in their names.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const TEMPLATE: &str = include_str!("loader.js");
const NAME: &str = "license-management.js";
const PREFIX: &str = "license-management-";

/// Writes the loader beside the files that it loads.
pub fn write(folder: &Path) -> Result<()> {
    let names = file_names(folder)?;
    let text = fill(&names).with_context(|| format!("in {}", folder.display()))?;
    let path = folder.join(NAME);
    fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))
}

fn file_names(folder: &Path) -> Result<Vec<String>> {
    let read = || -> std::io::Result<Vec<String>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    read().with_context(|| format!("could not read the folder {}", folder.display()))
}

fn fill(names: &[String]) -> Result<String> {
    Ok(TEMPLATE
        .replace("__JS__", the_one(names, ".js")?)
        .replace("__WASM__", the_one(names, "_bg.wasm")?)
        .replace("__CSS__", the_one(names, ".css")?))
}

fn the_one<'a>(names: &'a [String], ending: &str) -> Result<&'a str> {
    let found: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with(PREFIX) && name.ends_with(ending))
        .collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => bail!("Trunk wrote no {PREFIX}…{ending}; does index.html still name it?"),
        many => bail!("Trunk wrote several {PREFIX}…{ending}: {}", many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_the_hashed_files_relative_to_itself() {
        let text = fill(&names(&[
            "index.html",
            "boot.js",
            "license-management-1a2b.js",
            "license-management-1a2b_bg.wasm",
            "license-management-9f.css",
        ]))
        .unwrap();

        assert!(text.contains(r#"from "./license-management-1a2b.js""#));
        assert!(text.contains(r#"new URL("./license-management-1a2b_bg.wasm", import.meta.url)"#));
        assert!(text.contains(r#"new URL("./license-management-9f.css", import.meta.url)"#));
        assert!(text.contains("export async function mount(element, config)"));
        assert!(!text.contains("__"), "a placeholder is left");
    }

    #[test]
    fn says_which_file_is_missing() {
        let error = fill(&names(&["license-management-1a2b.js"])).unwrap_err();
        assert!(error.to_string().contains("_bg.wasm"), "{error}");
    }

    #[test]
    fn says_when_old_files_are_left() {
        let error = fill(&names(&[
            "license-management-1.js",
            "license-management-2.js",
        ]))
        .unwrap_err();
        assert!(error.to_string().contains("several"), "{error}");
    }

    #[test]
    fn does_not_take_itself_for_a_hashed_file() {
        let files = names(&["license-management.js", "license-management-1.js"]);
        assert_eq!(the_one(&files, ".js").unwrap(), "license-management-1.js");
    }
}
