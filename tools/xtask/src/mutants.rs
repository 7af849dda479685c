//! `cargo xtask mutants`: breaks the engine on purpose, one mutant at a time, and expects a test to fail.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

use crate::process::{self, cargo};

/// The file that describes the mutants.
const LIST: &str = "tools/simulation/mutants.toml";
/// The files to copy; the workspace needs all its members.
const COPIED: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "docs",
    "locales",
    "public",
    "src",
    "style",
    "tests",
    "tools",
];
/// The percentage of mutants that must be noticed.
const LEAST: usize = 95;
/// The test commands, one of which must fail.
const CHECKS: [&str; 3] = [
    "run --quiet --profile simulation --package simulation -- --seeds 4000 --users 60",
    "test --quiet --package license-management --lib engine::",
    "test --quiet --profile simulation --package simulation",
];

#[derive(Deserialize)]
struct Mutants {
    mutant: Vec<Mutant>,
}

#[derive(Deserialize)]
struct Mutant {
    name: String,
    file: PathBuf,
    find: String,
    replace: String,
}

/// Runs the mutants whose name contains the filter.
pub fn run(filter: Option<&str>) -> Result<()> {
    let mut mutants = read(Path::new(LIST))?;
    mutants.retain(|mutant| filter.is_none_or(|filter| mutant.name.contains(filter)));
    ensure!(!mutants.is_empty(), "no mutant in {LIST} has such a name");
    let copy = copy(&process::target().join("mutants"))?;
    ensure!(passes(&copy)?, "the tests fail without any mutant");
    let mut killed = 0;
    for mutant in &mutants {
        let survives = mutant.within(&copy, || passes(&copy))?;
        killed += usize::from(!survives);
        let verdict = if survives { "SURVIVES" } else { "killed" };
        println!("{verdict:<9} {}", mutant.name);
    }
    println!("{killed} of {} mutants are killed", mutants.len());
    ensure!(killed * 100 >= mutants.len() * LEAST, "too many survive");
    Ok(())
}

fn read(list: &Path) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(list).context(LIST)?;
    Ok(toml::from_str::<Mutants>(&text).context(LIST)?.mutant)
}

impl Mutant {
    fn applied_to(&self, text: &str) -> Result<String> {
        let places = text.matches(&self.find).count();
        if places != 1 {
            bail!("what \"{}\" replaces occurs {places} times", self.name);
        }
        Ok(text.replacen(&self.find, &self.replace, 1))
    }

    /// Applies the mutant to the copy, tests it, and restores the copy.
    fn within<T>(&self, copy: &Path, look: impl FnOnce() -> Result<T>) -> Result<T> {
        let path = copy.join(&self.file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        fs::write(&path, self.applied_to(&text)?)?;
        let result = look();
        fs::write(&path, text)?;
        result
    }
}

/// Copies the project. Unchanged files are kept, so that they are not recompiled.
fn copy(to: &Path) -> Result<PathBuf> {
    let is_built = |entry: &DirEntry| entry.file_name() == "target";
    for name in COPIED {
        for entry in WalkDir::new(name)
            .into_iter()
            .filter_entry(|entry| !is_built(entry))
        {
            let entry = entry?;
            let to = to.join(entry.path());
            if entry.file_type().is_dir() {
                fs::create_dir_all(&to)?;
                continue;
            }
            let text = fs::read(entry.path())?;
            fs::create_dir_all(to.parent().unwrap_or(&to))?;
            if fs::read(&to).ok().as_ref() != Some(&text) {
                fs::write(&to, text)?;
            }
        }
    }
    Ok(to.to_owned())
}

/// Whether the simulation and the engine's tests pass.
fn passes(copy: &Path) -> Result<bool> {
    let target = env::current_dir()?.join(process::target());
    let succeeds = |arguments: &str| {
        let command = cargo(arguments)
            .dir(copy)
            // What the project is compiled from is compiled already.
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTFLAGS", "-Awarnings");
        let output = command.stdout_null().stderr_null().unchecked().run();
        output.map(|output| output.status.success())
    };
    let build = "build --quiet --profile simulation --package simulation";
    ensure!(succeeds(build)?, "it does not compile");
    for check in CHECKS {
        if !succeeds(check)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_breaks_one_place_of_the_engine() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .unwrap();
        for mutant in read(&root.join(LIST)).unwrap() {
            let text = fs::read_to_string(root.join(&mutant.file)).unwrap();
            mutant.applied_to(&text).unwrap();
        }
    }
}
