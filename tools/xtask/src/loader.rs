//! `license-management.js`: a name that stays, for hosts that embed the frontend, whose own files have
//! a hash in their names.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

use crate::hashed::{file_names, the_one};
use crate::integrity;

const TEMPLATE: &str = include_str!("loader.js");
const NAME: &str = "license-management.js";

/// Writes the loader beside the files that it loads.
pub fn write(folder: &Path) -> Result<()> {
    let names = file_names(folder)?;
    let read = |name: &str| Ok(fs::read(folder.join(name))?);
    let text = fill(&names, read).with_context(|| format!("in {}", folder.display()))?;
    let path = folder.join(NAME);
    fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))
}

fn fill(names: &[String], read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<String> {
    let mut text = TEMPLATE.to_owned();
    for (kind, ending) in [("JS", ".js"), ("WASM", "_bg.wasm"), ("CSS", ".css")] {
        let name = the_one(names, ending)?;
        text = text.replace(&format!("__{kind}__"), name).replace(
            &format!("__{kind}_INTEGRITY__"),
            &integrity::of(&read(name)?),
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_the_hashed_files_relative_to_itself_and_how_they_were_built() {
        let written = [
            "index.html",
            "boot.js",
            "license-management-1a2b.js",
            "license-management-1a2b_bg.wasm",
            "license-management-1a2b.dock.wasm",
            "license-management-9f.css",
        ];
        let text = fill(&names(&written), |name| Ok(name.into())).unwrap();

        for name in [written[2], written[3], written[5]] {
            let hash = integrity::of(name.as_bytes());
            assert!(
                text.contains(&format!(r#"file("./{name}", "{hash}")"#)),
                "{text}"
            );
        }
        assert!(text.contains("export async function mount(element, config)"));
        assert!(!text.contains("__"), "a placeholder is left");
    }

    #[test]
    fn says_which_file_is_missing() {
        let names = names(&["license-management-1a2b.js"]);
        let error = fill(&names, |_| Ok(Vec::new())).unwrap_err();
        assert!(error.to_string().contains("_bg.wasm"), "{error}");
    }
}
