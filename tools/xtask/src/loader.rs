//! Writes `license-management.js`, the stable entry point for hosts. The files it loads have hashes in their names.

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};
use std::fs;
use std::path::{Path, PathBuf};

/// The prefix of files with a hash in their names.
pub const PREFIX: &str = "license-management-";

const TEMPLATE: &str = include_str!("loader.js");

/// Writes the loader into the folder of the files it loads. Returns its path.
pub fn write(folder: &Path) -> Result<PathBuf> {
    let script = the_one(folder, ".js")?;
    let split = split_script(script.trim_end_matches(".js"));
    let (wasm, css) = (the_one(folder, "_bg.wasm")?, the_one(folder, ".css")?);
    let mut text = TEMPLATE.to_owned();
    for (kind, name) in [
        ("JS", script),
        ("SPLIT", split),
        ("WASM", wasm),
        ("CSS", css),
    ] {
        let bytes = fs::read(folder.join(&name)).with_context(|| name.clone())?;
        text = text
            .replace(&format!("__{kind}__"), &name)
            .replace(&format!("__{kind}_INTEGRITY__"), &integrity(&bytes));
    }
    let loader = folder.join("license-management.js");
    fs::write(&loader, text).context("license-management.js")?;
    Ok(loader)
}

/// The script that loads the split modules; Trunk.toml preloads it.
pub fn split_script(stem: &str) -> String {
    format!("split-{stem}.js")
}

/// The hash in the name of a file, of the length that Trunk's have.
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha384::digest(bytes);
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The value of an `integrity` attribute.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The only file in the folder with a hash in its name and this suffix.
pub fn the_one(folder: &Path, ending: &str) -> Result<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(PREFIX) && name.ends_with(ending) {
            found.push(name);
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => bail!("Trunk wrote no {PREFIX}…{ending}; does index.html still name it?"),
        many => bail!("Trunk wrote several {PREFIX}…{ending}: {}", many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_hashed_files_relative_to_itself_and_how_they_were_built() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "license-management-1a2b.js",
            "split-license-management-1a2b.js",
            "license-management-1a2b_bg.wasm",
            "license-management-9f.css",
        ];
        for name in names {
            fs::write(folder.path().join(name), name).unwrap();
        }
        write(folder.path()).unwrap();
        write(folder.path()).unwrap();

        let text = fs::read_to_string(folder.path().join("license-management.js")).unwrap();
        for name in names {
            let hash = integrity(name.as_bytes());
            assert!(
                text.contains(&format!(r#"file("./{name}", "{hash}")"#)),
                "{text}"
            );
        }
        assert!(!text.contains("__"), "a placeholder is left");
    }

    #[test]
    fn says_which_file_is_missing_or_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let error = the_one(folder.path(), ".css").unwrap_err().to_string();
        assert!(error.contains(".css"), "{error}");
        for name in ["license-management-1.css", "license-management-2.css"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let error = the_one(folder.path(), ".css").unwrap_err().to_string();
        assert!(error.contains("several"), "{error}");
    }

    #[test]
    fn a_hash_is_as_browsers_write_it() {
        assert_eq!(
            integrity(b""),
            "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        );
    }
}
