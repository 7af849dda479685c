//! What is wrong with the imports of a crate, and that it is found.

use crate::modules::Modules;

/// Imports of a layer that is not among those that the importing one may use.
pub fn pointing_back(modules: &Modules, layers: &[(&str, &[&str])]) -> Vec<String> {
    let imports = modules.imports();
    let allowed = |one: &str, other: &str| {
        let layer = layers.iter().find(|(layer, _)| *layer == one);
        one == other || layer.is_none_or(|(_, allowed)| allowed.contains(&other))
    };
    let back = imports.iter().filter(|import| {
        let layers = import.from.layer().zip(import.to.layer());
        layers.is_some_and(|(one, other)| !allowed(one, other))
    });
    back.map(|import| import.place.clone()).collect()
}

/// What these layers use of other crates beyond what is pure.
pub fn impure(modules: &Modules, layers: &[&str], pure: &[&str]) -> Vec<String> {
    let externals = modules.externals().into_iter();
    let impure = externals.filter(|import| {
        let path = import.to.join("::");
        let is_pure = |name: &&str| path == **name || path.starts_with(&format!("{name}::"));
        import
            .from
            .layer()
            .is_some_and(|layer| layers.contains(&layer))
            && is_crate(&import.to[0])
            && !pure.iter().any(is_pure)
    });
    impure.map(|import| import.place).collect()
}

/// Whether a path that begins so leads to another crate. Types are capitalized, but for those of the language.
fn is_crate(name: &str) -> bool {
    const LANGUAGE: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    name.starts_with(char::is_lowercase) && !LANGUAGE.contains(&name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::circles::Arrows;
    use crate::modules::ModulePath;

    const LAYERS: [(&str, &[&str]); 2] = [("high", &["low"]), ("low", &[])];

    /// A crate of these files.
    fn project(files: &[(&str, &str)]) -> Modules {
        Modules::read(|file| {
            let file = files.iter().find(|(name, _)| Path::new(name) == file);
            file.map(|(_, text)| (*text).to_owned())
        })
    }

    /// Two layers, of which the lower says this.
    fn low(text: &str) -> Modules {
        project(&[
            ("lib.rs", "mod high; mod low;"),
            (
                "high.rs",
                "use crate::low::Thing; pub struct Page; pub mod deep { pub struct Deep; }",
            ),
            ("low.rs", "pub mod inner; pub struct Thing;"),
            ("low/inner.rs", text),
        ])
    }

    /// What points back, without where it stands.
    fn back(text: &str) -> Vec<String> {
        let found = pointing_back(&low(text), &LAYERS);
        found
            .into_iter()
            .map(|place| place.split_once(": ").unwrap().1.to_owned())
            .collect()
    }

    #[test]
    fn an_arrow_that_points_back_is_found_with_its_place() {
        let found = pointing_back(&low("\nuse crate::high::Page;"), &LAYERS);
        assert_eq!(found, ["src/low/inner.rs:2: crate::high::Page"]);
        assert!(back("use crate::low::Thing; use super::Thing as Again; use std::fmt;").is_empty());
    }

    #[test]
    fn every_way_to_write_an_import_is_seen() {
        for (text, path) in [
            ("use super::super::high::Page;", "super::super::high::Page"),
            (
                "use crate::{low::{Thing, inner}, high::{self, deep::Deep}};",
                "crate::high",
            ),
            ("use crate::high as other;", "crate::high"),
            ("use crate::high::*;", "crate::high"),
            (
                "fn f() { let page = crate::high::Page; }",
                "crate::high::Page",
            ),
            ("struct S(Vec<crate::high::Page>);", "crate::high::Page"),
            (
                "impl From<crate::high::Page> for u8 {}",
                "crate::high::Page",
            ),
            (
                "fn f() { show! { <p>{crate::high::Page}</p> } }",
                "crate::high::Page",
            ),
            (
                "macro_rules! m { () => { $crate::high::Page }; }",
                "crate::high::Page",
            ),
            (
                "tests! { use crate::{low::Thing, high::Page}; }",
                "crate::high::Page",
            ),
            ("crate::high::say!();", "crate::high::say"),
            (
                "#[derive(crate::high::Page)] struct S;",
                "crate::high::Page",
            ),
            (
                "mod own { use super::super::super::high::Page; }",
                "super::super::super::high::Page",
            ),
        ] {
            assert!(
                back(text).contains(&path.to_owned()),
                "{text}: {:?}",
                back(text)
            );
        }
    }

    #[test]
    fn tests_comments_and_texts_import_nothing() {
        for text in [
            "#[cfg(test)] mod tests { use crate::high::Page; }",
            "#[cfg(test)] use crate::high::Page;",
            "#[cfg(test)] fn f() { crate::high::Page; }",
            "// crate::high::Page",
            "/// See [`crate::high::Page`].\nstruct S;",
            "const S: &str = \"crate::high::Page\";",
            "pub(in crate::high) struct S;",
        ] {
            assert_eq!(back(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(back("#[cfg(not(test))] use crate::high::Page;").len(), 1);
    }

    #[test]
    fn a_name_that_was_imported_elsewhere_is_followed_to_where_it_is_from() {
        let modules = project(&[
            ("lib.rs", "mod high; mod low; mod middle;"),
            ("high.rs", "pub struct Page;"),
            ("middle.rs", "pub use crate::high::Page as Leaf;"),
            ("low.rs", "use crate::middle::Leaf;"),
        ]);
        let layers: [(&str, &[&str]); 2] = [("low", &["middle"]), ("middle", &["high"])];
        let found = pointing_back(&modules, &layers);
        assert_eq!(found, ["src/low.rs:1: crate::middle::Leaf"]);
    }

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let modules = project(files);
        let imports = modules.imports();
        let folders = modules.folders().collect::<Vec<&ModulePath>>();
        folders
            .into_iter()
            .flat_map(|folder| Arrows::new(folder, &imports).circles())
            .collect()
    }

    #[test]
    fn a_circle_is_told_with_all_its_arrows() {
        let found = circles(&[
            ("lib.rs", "mod house;"),
            ("house.rs", "mod attic; mod cellar; mod hall;"),
            ("house/attic.rs", "use super::hall::Hall; pub struct Attic;"),
            (
                "house/hall.rs",
                "use crate::house::cellar; pub struct Hall;",
            ),
            ("house/cellar.rs", "pub mod shelf;"),
            (
                "house/cellar/shelf.rs",
                "fn f() { super::super::attic::Attic; }",
            ),
        ]);
        let circle = "house: attic → hall → cellar
    attic → hall: src/house/attic.rs:1: super::hall::Hall
    hall → cellar: src/house/hall.rs:1: crate::house::cellar
    cellar → attic: src/house/cellar/shelf.rs:1: super::super::attic::Attic";
        assert_eq!(found, [circle]);
    }

    #[test]
    fn what_the_parent_passes_on_comes_from_where_it_is() {
        let files = [
            ("lib.rs", "mod house;"),
            (
                "house.rs",
                "mod attic; mod hall; pub use attic::Attic; pub struct House;",
            ),
            ("house/attic.rs", "pub struct Attic; use super::hall::Hall;"),
            ("house/hall.rs", "use super::Attic; pub struct Hall;"),
        ];
        assert_eq!(circles(&files).len(), 1);
        let mut without = files;
        without[3].1 = "use super::House; pub struct Hall;";
        assert_eq!(circles(&without), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_pure_is_found_under_whatever_name() {
        for (text, is_pure) in [
            (
                "use std::collections::BTreeMap; fn f() { u64::MAX; Vec::<u8>::new(); }",
                true,
            ),
            ("use std::fmt; impl fmt::Display for S {}", true),
            ("use std::time::Instant;", false),
            (
                "use std::time as when; fn f() { when::Instant::now(); }",
                false,
            ),
            ("fn f() { std::time::Instant::now(); }", false),
            ("fn f() { log! { web_sys::window() } }", false),
            ("use leptos::prelude::*;", false),
        ] {
            let found = impure(&low(text), &["low"], &["std::collections", "std::fmt"]);
            assert_eq!(found.is_empty(), is_pure, "{text}: {found:?}");
        }
    }
}
