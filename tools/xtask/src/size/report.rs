//! The size report: how much of the WebAssembly each crate and each of the app's modules accounts for.

use anyhow::Result;
use rustc_demangle::demangle;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

use crate::post_build;

const APP: &str = "license_management";
const STANDARD: [&str; 3] = ["core", "alloc", "std"];
/// Rows of each table.
const ROWS: usize = 16;

/// Bytes by name.
type Sizes = BTreeMap<String, usize>;

/// Prints the report of both modules. They are optimized as in a release build, but keep the names of functions.
pub(super) fn print() -> Result<()> {
    for (name, module) in post_build::named_modules()? {
        let module = fs::read(&module)?;
        let sizes = function_sizes(&module)?;
        let total: usize = sizes.values().sum();
        println!(
            "\n{name}: {} bytes, of which {total} in functions",
            module_size(&module)?
        );
        print_table("by crate", &grouped(&sizes, crate_of));
        print_table("by module of the app", &grouped(&sizes, app_module));
    }
    Ok(())
}

fn print_table(title: &str, sizes: &Sizes) {
    let total: usize = sizes.values().sum();
    let mut rows: Vec<_> = sizes.iter().collect();
    rows.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!("{title:<44} {:>9} {:>7}", "bytes", "share");
    for (name, size) in rows.into_iter().take(ROWS) {
        let share = 100.0 * *size as f64 / total.max(1) as f64;
        println!("  {name:<42} {size:>9} {share:>6.1}%");
    }
}

/// Sums sizes by group; functions without a group are left out.
fn grouped(functions: &Sizes, group: impl Fn(&str) -> Option<String>) -> Sizes {
    let mut sizes = Sizes::new();
    for (function, size) in functions {
        if let Some(group) = group(function) {
            *sizes.entry(group).or_default() += size;
        }
    }
    sizes
}

/// The size without the names.
fn module_size(module: &[u8]) -> Result<usize> {
    let mut names = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CustomSection(section) = payload? {
            names += length(section.range());
        }
    }
    Ok(module.len() - names)
}

fn length(range: Range<u64>) -> usize {
    range.end.saturating_sub(range.start) as usize
}

/// The size of each function of a module.
fn function_sizes(module: &[u8]) -> Result<Sizes> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(length(body.range())),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names = function_names(section)?;
                }
            }
            _ => {}
        }
    }
    let mut sizes = Sizes::new();
    for (at, size) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + at)).cloned().unwrap_or_default();
        *sizes.entry(name).or_default() += size;
    }
    Ok(sizes)
}

fn function_names(section: NameSectionReader) -> Result<BTreeMap<usize, String>> {
    let mut names = BTreeMap::new();
    for part in section {
        if let Name::Function(functions) = part? {
            for naming in functions {
                let naming = naming?;
                names.insert(
                    naming.index as usize,
                    format!("{:#}", demangle(naming.name)),
                );
            }
        }
    }
    Ok(names)
}

/// The crates in a function's name, in order: paths that are not within another path.
fn paths(function: &str) -> impl Iterator<Item = &str> + Clone {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    function
        .split(move |c| !is_path(c))
        .filter(|path| path.contains("::") && !path.starts_with(':'))
}

/// The crate that a function is of. What the standard library does for another crate counts for that one. Functions without
/// a path are exported to JavaScript; the optimizer inlines the mounting of the app into its export.
fn crate_of(function: &str) -> Option<String> {
    let mut crates = paths(function).filter_map(|path| path.split("::").next());
    let is_of_other = |name: &&str| !STANDARD.contains(name);
    let name = match crates.clone().find(is_of_other) {
        Some(name) => name,
        None if crates.next().is_some() => "std",
        None => "exports",
    };
    Some(name.to_owned())
}

/// The app's module of a function: the layer, and for features the folder.
fn app_module(function: &str) -> Option<String> {
    let mut own = paths(function).filter_map(|path| path.strip_prefix(APP)?.strip_prefix("::"));
    let mut segments = own.next()?.split("::");
    let layer = segments.next()?;
    match (layer, segments.next()) {
        ("features" | "domain" | "components", Some(folder)) => Some(format!("{layer}::{folder}")),
        _ => Some(layer.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_count_for_the_crate_that_they_are_of() {
        for (function, group) in [
            ("leptos_router::matching::expand", "leptos_router"),
            ("<tachys::html::Node as core::fmt::Debug>::fmt", "tachys"),
            (
                "core::ptr::drop_in_place<license_management::api::ApiError>",
                APP,
            ),
            ("<alloc::vec::Vec<T> as core::clone::Clone>::clone", "std"),
            ("memcpy", "exports"),
        ] {
            assert_eq!(crate_of(function).as_deref(), Some(group), "{function}");
        }
    }

    #[test]
    fn functions_of_the_app_count_for_their_layer_or_feature() {
        for (function, group) in [
            (
                "license_management::features::table::state::rows",
                Some("features::table"),
            ),
            (
                "license_management::engine::decision::decide",
                Some("engine"),
            ),
            ("serde_json::from_str", None),
        ] {
            assert_eq!(app_module(function).as_deref(), group, "{function}");
        }
    }
}
