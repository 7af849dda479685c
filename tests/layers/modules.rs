//! The modules of a crate, and what each of them imports, as the compiler would resolve it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use crate::source::{self, Source};

/// Where a module is: `crate::domain::plan` is `["domain", "plan"]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ModulePath(pub Vec<String>);

impl ModulePath {
    pub fn new(path: &str) -> Self {
        Self(
            path.split("::")
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    pub fn child(&self, name: &str) -> Self {
        Self([self.0.as_slice(), &[name.to_owned()]].concat())
    }

    fn parent(&self) -> Self {
        Self(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    fn is_within(&self, folder: &Self) -> bool {
        self.0.starts_with(&folder.0)
    }

    /// The layer, which is a module of the crate's root.
    pub fn layer(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// Of the modules directly within a folder, the one that this is or that holds this.
    pub fn child_of(&self, folder: &Self) -> Option<&str> {
        let child = self.0.get(folder.0.len())?;
        self.is_within(folder).then_some(child)
    }
}

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.join("::"))
    }
}

/// A path in a module's source that leads to another module, or out of the crate.
#[derive(Clone, Debug)]
pub struct Import<T> {
    pub from: ModulePath,
    pub to: T,
    /// File, line, and the path as it is written.
    pub place: String,
}

/// A crate without its tests.
pub struct Modules(BTreeMap<ModulePath, Module>);

struct Module {
    file: PathBuf,
    source: Source,
    children: BTreeSet<String>,
}

/// Where a path leads.
#[derive(Default)]
struct Target {
    /// The module that holds what is named, last, and those that only pass it on.
    modules: Vec<ModulePath>,
    /// What it is called outside, if it is not of this crate.
    external: Option<Vec<String>>,
}

impl Modules {
    /// Reads all modules from `lib.rs` on. `text_of` answers the text of a file of the crate's source folder.
    pub fn read(text_of: impl Fn(&Path) -> Option<String>) -> Self {
        let mut modules = Self(BTreeMap::new());
        let file = PathBuf::from("lib.rs");
        let text = text_of(&file).expect("lib.rs is there");
        modules.add(
            &ModulePath(Vec::new()),
            &file,
            source::read(&text),
            &text_of,
        );
        modules
    }

    fn add(
        &mut self,
        path: &ModulePath,
        file: &Path,
        mut source: Source,
        text_of: &impl Fn(&Path) -> Option<String>,
    ) {
        let declared = std::mem::take(&mut source.modules);
        let children = declared.iter().map(|(name, _)| name.clone()).collect();
        for (name, inline) in declared {
            let path = path.child(&name);
            match inline {
                Some(source) => self.add(&path, file, source, text_of),
                None => {
                    let folder: PathBuf = path.0.iter().collect();
                    let (file, text) = [folder.with_extension("rs"), folder.join("mod.rs")]
                        .into_iter()
                        .find_map(|file| text_of(&file).map(|text| (file, text)))
                        .unwrap_or_else(|| panic!("no file for the module {path}"));
                    self.add(&path, &file, source::read(&text), text_of);
                }
            }
        }
        let module = Module {
            file: file.to_owned(),
            source,
            children,
        };
        self.0.insert(path.clone(), module);
    }

    /// The modules that hold other modules.
    pub fn folders(&self) -> impl Iterator<Item = &ModulePath> {
        let folders = self
            .0
            .iter()
            .filter(|(_, module)| !module.children.is_empty());
        folders.map(|(path, _)| path)
    }

    /// The modules directly within another.
    pub fn children(&self, folder: &ModulePath) -> &BTreeSet<String> {
        &self.0[folder].children
    }

    /// What one module imports from another.
    pub fn imports(&self) -> Vec<Import<ModulePath>> {
        let named = self.named();
        let imports = named.flat_map(|Import { from, to, place }| {
            let modules = to.modules.into_iter().filter(|to| *to != from);
            let imports = modules.map(|to| Import {
                from: from.clone(),
                to,
                place: place.clone(),
            });
            imports.collect::<Vec<_>>()
        });
        imports.collect()
    }

    /// What comes from other crates.
    pub fn externals(&self) -> Vec<Import<Vec<String>>> {
        let named = self.named();
        let externals = named.filter_map(|Import { from, to, place }| {
            let to = to.external?;
            Some(Import { from, to, place })
        });
        externals.collect()
    }

    fn named(&self) -> impl Iterator<Item = Import<Target>> {
        self.0.iter().flat_map(|(from, module)| {
            module.source.paths.iter().map(|path| Import {
                from: from.clone(),
                to: self.resolve(from, &path.names),
                place: format!(
                    "src/{}:{}: {}",
                    module.file.display(),
                    path.line,
                    path.names.join("::")
                ),
            })
        })
    }

    fn resolve(&self, from: &ModulePath, names: &[String]) -> Target {
        let mut target = Target::default();
        self.follow(from, from, names, &mut target);
        // Through a module that one is in, a path is only shorter.
        target.modules.reverse();
        let mut modules = target.modules.into_iter();
        let holder = modules.next();
        let passing = modules.filter(|module| !from.is_within(module));
        target.modules = holder.into_iter().chain(passing).collect();
        target
    }

    /// Follows a path that stands in the module `at`.
    fn follow(&self, from: &ModulePath, at: &ModulePath, names: &[String], target: &mut Target) {
        let Some((first, rest)) = names.split_first() else {
            return;
        };
        let module = &self.0[at];
        match first.as_str() {
            "crate" => self.descend(from, ModulePath(Vec::new()), rest, target),
            "self" => self.descend(from, at.clone(), rest, target),
            "super" => {
                let mut at = at.parent();
                let mut rest = rest;
                while let Some((first, further)) = rest.split_first()
                    && first == "super"
                {
                    at = at.parent();
                    rest = further;
                }
                self.descend(from, at, rest, target);
            }
            name if module.children.contains(name) || module.source.aliases.contains_key(name) => {
                self.descend(from, at.clone(), names, target);
            }
            _ => target.external = Some(names.to_vec()),
        }
    }

    /// Goes down from a module as far as there are modules, and on where the module has imported a name itself.
    fn descend(&self, from: &ModulePath, at: ModulePath, names: &[String], target: &mut Target) {
        let module = &self.0[&at];
        let Some((first, rest)) = names.split_first() else {
            target.modules.push(at);
            return;
        };
        if module.children.contains(first) {
            return self.descend(from, at.child(first), rest, target);
        }
        let is_passing = target.modules.contains(&at);
        target.modules.push(at.clone());
        if let Some(written) = module.source.aliases.get(first)
            && !is_passing
        {
            let further = [written.as_slice(), rest].concat();
            self.follow(from, &at, &further, target);
        }
    }
}
