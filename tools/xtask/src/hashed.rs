//! The files whose names have a hash of their content: `license-management-HASH…`.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What their names begin with.
pub const PREFIX: &str = "license-management-";

/// The names of all files in a folder.
pub fn file_names(folder: &Path) -> Result<Vec<String>> {
    let read = || -> std::io::Result<Vec<String>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    read().with_context(|| format!("could not read the folder {}", folder.display()))
}

/// The one among `names` with this ending.
pub fn the_one<'a>(names: &'a [String], ending: &str) -> Result<&'a str> {
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

    #[test]
    fn a_name_without_a_hash_is_another_file() {
        let files = ["license-management.js", "license-management-1.js"].map(str::to_owned);
        assert_eq!(the_one(&files, ".js").unwrap(), "license-management-1.js");
    }

    #[test]
    fn says_when_old_files_are_left() {
        let files = ["license-management-1.js", "license-management-2.js"].map(str::to_owned);
        let error = the_one(&files, ".js").unwrap_err();
        assert!(error.to_string().contains("several"), "{error}");
    }
}
