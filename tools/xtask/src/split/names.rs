//! What the files of the program are called where they are served: all with one hash, which changes with any of them,
//! since none of them works with another build of the others.

use anyhow::{Context, Result, bail};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::hashed::{PREFIX, the_one};
use crate::integrity;

/// The ending of the script.
pub const SCRIPT: &str = ".js";
/// The ending of the module that the page begins with.
pub const FIRST_MODULE: &str = "_bg.wasm";

/// The program under the names that it is served by.
#[derive(Debug)]
pub struct Named {
    /// What all names begin with.
    pub stem: String,
    /// Names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Gives the script and the modules of `program` their names, also where the script mentions them.
pub fn with_hash(program: &str, script: &str, modules: Vec<(String, Vec<u8>)>) -> Result<Named> {
    let mut hasher = DefaultHasher::new();
    script.hash(&mut hasher);
    modules.hash(&mut hasher);
    let stem = format!("{PREFIX}{:016x}", hasher.finish());

    let mut script = script.to_owned();
    let mut files = Vec::new();
    for (name, bytes) in modules {
        let served = served_name(program, &name, &stem)?;
        if !script.contains(&name) {
            bail!("the script does not load {name}; did a tool change how it names modules?");
        }
        script = checked(&script, &name, &bytes).replace(&name, &served);
        files.push((served, bytes));
    }
    files.push((format!("{stem}{SCRIPT}"), script.into_bytes()));
    Ok(Named { stem, files })
}

/// The script, which takes a later module only as it was built.
fn checked(script: &str, name: &str, bytes: &[u8]) -> String {
    let url = format!(r#"new URL("./{name}",import.meta.url)"#);
    let integrity = integrity::of(bytes);
    script.replace(
        &format!("fetch({url})"),
        &format!(r#"fetch({url},{{integrity:"{integrity}"}})"#),
    )
}

/// `PROGRAM_bg.wasm` becomes `STEM_bg.wasm`, `split_dock.wasm` becomes `STEM.dock.wasm`.
fn served_name(program: &str, name: &str, stem: &str) -> Result<String> {
    if let Some(ending) = name.strip_prefix(program) {
        return Ok(format!("{stem}{ending}"));
    }
    let part = name
        .strip_prefix("split_")
        .with_context(|| format!("{name} is no module of {program}"))?;
    Ok(format!("{stem}.{part}"))
}

/// The page with the new stem in the place of the one that Trunk gave, by the names of the files that it wrote.
pub fn in_page(html: &str, written: &[String], stem: &str) -> Result<String> {
    let module = the_one(written, FIRST_MODULE)?;
    let old = module.trim_end_matches(FIRST_MODULE);
    for ending in [SCRIPT, FIRST_MODULE] {
        if !html.contains(&format!("{old}{ending}")) {
            bail!("index.html does not name {old}{ending}");
        }
    }
    Ok(html.replace(old, stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"new URL("app_bg.wasm",import.meta.url);fetch(new URL("./split_dock.wasm",import.meta.url))"#;

    fn modules(dock: &str) -> Vec<(String, Vec<u8>)> {
        vec![
            ("app_bg.wasm".into(), b"first".to_vec()),
            ("split_dock.wasm".into(), dock.into()),
        ]
    }

    #[test]
    fn the_script_names_the_files_as_they_are_served() {
        let Named { stem, files } = with_hash("app", LOADER, modules("dock")).unwrap();
        assert_eq!(stem.len(), PREFIX.len() + 16);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                format!("{stem}_bg.wasm"),
                format!("{stem}.dock.wasm"),
                format!("{stem}.js")
            ]
        );
        let script = String::from_utf8(files[2].1.clone()).unwrap();
        assert_eq!(
            script,
            format!(
                r#"new URL("{stem}_bg.wasm",import.meta.url);fetch(new URL("./{stem}.dock.wasm",import.meta.url),{{integrity:"{}"}})"#,
                integrity::of(b"dock")
            )
        );
    }

    #[test]
    fn all_names_change_with_any_content() {
        let stem = |script, dock| with_hash("app", script, modules(dock)).unwrap().stem;
        let one = stem(LOADER, "dock");
        assert_eq!(one, stem(LOADER, "dock"));
        assert_ne!(one, stem(LOADER, "other dock"));
        assert_ne!(one, stem(&format!("{LOADER};"), "dock"));
    }

    #[test]
    fn a_module_that_nothing_loads_is_a_mistake() {
        let error = with_hash("app", "", modules("")).unwrap_err();
        assert!(error.to_string().contains("app_bg.wasm"), "{error}");
        let strange = vec![("what.wasm".into(), Vec::new())];
        assert!(with_hash("app", "what.wasm", strange).is_err());
    }

    #[test]
    fn the_page_names_the_new_files() {
        let written = [
            "license-management-1.js",
            "license-management-1_bg.wasm",
            "license-management-9.css",
        ]
        .map(str::to_owned);
        let html = r#"<link href="./license-management-9.css"><script data-js="./license-management-1.js" data-wasm="./license-management-1_bg.wasm">"#;
        assert_eq!(
            in_page(html, &written, "license-management-2").unwrap(),
            r#"<link href="./license-management-9.css"><script data-js="./license-management-2.js" data-wasm="./license-management-2_bg.wasm">"#
        );
        assert!(in_page("", &written, "license-management-2").is_err());
    }
}
