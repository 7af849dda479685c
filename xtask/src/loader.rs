//! `license-management.js`: a name that stays, for hosts that embed the frontend, whose own files have
//! a hash in their names.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

use crate::hashed::{file_names, the_one};

const TEMPLATE: &str = include_str!("loader.js");
const NAME: &str = "license-management.js";

/// Writes the loader beside the files that it loads.
pub fn write(folder: &Path) -> Result<()> {
    let names = file_names(folder)?;
    let text = fill(&names).with_context(|| format!("in {}", folder.display()))?;
    let path = folder.join(NAME);
    fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))
}

fn fill(names: &[String]) -> Result<String> {
    Ok(TEMPLATE
        .replace("__JS__", the_one(names, ".js")?)
        .replace("__WASM__", the_one(names, "_bg.wasm")?)
        .replace("__CSS__", the_one(names, ".css")?))
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
            "license-management-1a2b.dock.wasm",
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
}
