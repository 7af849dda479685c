//! `cargo xtask mutants`: breaks the engine on purpose, one thing at a time, and expects that a test notices.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use walkdir::{DirEntry, WalkDir};

use crate::project::Project;

/// Where they are described.
const LIST: &str = "tools/simulation/mutants.toml";
/// What is copied; the workspace needs all its members.
const COPIED: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "docs",
    "locales",
    "public",
    "src",
    "style",
    "tools",
];
/// So many of a hundred must be noticed.
const LEAST: usize = 95;

struct Mutant {
    name: String,
    file: String,
    find: String,
    replace: String,
}

/// Runs those whose name contains the filter, all without one.
pub fn run(project: &Project, filter: Option<&str>) -> Result<ExitCode> {
    let mut mutants = read(project)?;
    mutants.retain(|mutant| filter.is_none_or(|filter| mutant.name.contains(filter)));
    if mutants.is_empty() {
        bail!("no mutant in {LIST} has such a name");
    }
    let copy = copy(project)?;
    if !passes(project, &copy)? {
        bail!("the tests fail without any mutant");
    }
    let mut killed = 0;
    for mutant in &mutants {
        let survives = with(mutant, &copy, || passes(project, &copy))?;
        killed += usize::from(!survives);
        let verdict = if survives { "SURVIVES" } else { "killed" };
        println!("{verdict:<9} {}", mutant.name);
    }
    println!("{killed} of {} mutants are killed", mutants.len());
    Ok(if killed * 100 >= mutants.len() * LEAST {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read(project: &Project) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(project.path(LIST)).context(LIST)?;
    let table: toml::Table = text.parse().context(LIST)?;
    let mutants = table.get("mutant").and_then(toml::Value::as_array);
    let mutants = mutants.with_context(|| format!("{LIST} lists no mutant"))?;
    mutants.iter().map(mutant).collect()
}

fn mutant(value: &toml::Value) -> Result<Mutant> {
    let text = |field: &str| {
        let text = value.get(field).and_then(toml::Value::as_str);
        text.map(str::to_owned)
            .with_context(|| format!("a mutant in {LIST} has no `{field}`"))
    };
    Ok(Mutant {
        name: text("name")?,
        file: text("file")?,
        find: text("find")?,
        replace: text("replace")?,
    })
}

/// The project, where nobody else works on it.
fn copy(project: &Project) -> Result<PathBuf> {
    let copy = project.target().join("mutants");
    fs::create_dir_all(&copy).with_context(|| format!("could not make {}", copy.display()))?;
    for name in COPIED {
        let entries = WalkDir::new(project.path(name)).into_iter();
        for entry in entries.filter_entry(|entry| !is_built(entry)) {
            let entry = entry?;
            let to = copy.join(entry.path().strip_prefix(project.root())?);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&to)?;
            } else {
                copy_file(entry.path(), &to)?;
            }
        }
    }
    Ok(copy)
}

fn is_built(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.file_name() == "target"
}

/// Only if it differs, so that it need not be compiled again.
fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let text = fs::read(from)?;
    if fs::read(to).ok().as_ref() != Some(&text) {
        fs::write(to, text).with_context(|| format!("could not write {}", to.display()))?;
    }
    Ok(())
}

/// Breaks the copy, looks, and mends it.
fn with<T>(mutant: &Mutant, copy: &Path, look: impl FnOnce() -> Result<T>) -> Result<T> {
    let path = copy.join(&mutant.file);
    let text = fs::read_to_string(&path).with_context(|| mutant.file.clone())?;
    let places = text.matches(&mutant.find).count();
    if places != 1 {
        bail!("what \"{}\" replaces occurs {places} times", mutant.name);
    }
    fs::write(&path, text.replacen(&mutant.find, &mutant.replace, 1))?;
    let result = look();
    fs::write(&path, text)?;
    result
}

/// Whether the simulation and the tests of the engine pass.
fn passes(project: &Project, copy: &Path) -> Result<bool> {
    const SIMULATION: [&str; 5] = [
        "--quiet",
        "--profile",
        "simulation",
        "--package",
        "simulation",
    ];
    const WORLDS: [&str; 5] = ["--", "--seeds", "4000", "--users", "60"];
    const ENGINE: [&str; 6] = [
        "test",
        "--quiet",
        "--package",
        "license-management",
        "--lib",
        "engine::",
    ];
    if !succeeds(project, copy, &[&["build"], &SIMULATION[..]].concat())? {
        bail!("it does not compile");
    }
    Ok(succeeds(
        project,
        copy,
        &[&["run"], &SIMULATION[..], &WORLDS].concat(),
    )? && succeeds(project, copy, &ENGINE)?
        && succeeds(project, copy, &[&["test"], &SIMULATION[..]].concat())?)
}

fn succeeds(project: &Project, copy: &Path, arguments: &[&str]) -> Result<bool> {
    let mut cargo: Command = project.cargo();
    cargo
        .current_dir(copy)
        .args(arguments)
        // What the project is compiled from is compiled already.
        .env("CARGO_TARGET_DIR", project.target())
        .env("RUSTFLAGS", "-Awarnings")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(cargo.status().context("cargo did not start")?.success())
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
        for mutant in read(&Project::at(root)).unwrap() {
            let text = fs::read_to_string(root.join(&mutant.file)).unwrap();
            let places = text.matches(&mutant.find).count();
            assert_eq!(places, 1, "{}", mutant.name);
        }
    }
}
