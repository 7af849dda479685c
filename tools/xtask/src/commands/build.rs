//! `cargo xtask build`: the frontend, through Trunk.

mod lean;

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::SystemTime;
use walkdir::WalkDir;

use crate::process;
use crate::project::Project;
use crate::tools::{Tools, WASM_TARGET};

/// What the build reads. A folder counts with all that is in it.
const INPUTS: [&str; 12] = [
    "src",
    "style",
    "public",
    "locales",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "tools/xtask/src",
    "build.rs",
    ".cargo",
    "rust-toolchain.toml",
];

/// Its modification time is when the last release build began.
const STAMP: &str = ".built";

/// Builds in any case.
pub fn run(project: &Project, debug: bool) -> Result<ExitCode> {
    let _alone = alone(project)?;
    build(project, debug)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds for release unless `dist/` is one of what is there now.
pub fn ensure_release(project: &Project) -> Result<()> {
    let _alone = alone(project)?;
    let built = fs::metadata(project.dist().join(STAMP)).and_then(|stamp| stamp.modified());
    match (built, newest_input(project.root())) {
        (Ok(built), Some(changed)) if changed < built => {
            println!("The frontend is up to date");
            Ok(())
        }
        _ => build(project, false),
    }
}

/// Downloads what the frontend is compiled from, so that Trunk can work offline.
pub fn fetch(project: &Project) -> Result<()> {
    let mut command = project.cargo();
    command.args(["fetch", "--quiet", "--target", WASM_TARGET]);
    if let Some(host) = host_target() {
        command.args(["--target", &host]);
    }
    lean::make(&mut command);
    process::run(&mut command, "download the crates of the frontend")
}

/// Two builds at a time would write into one folder; the second waits until the first lets go of this.
fn alone(project: &Project) -> Result<File> {
    let path = project.path("target/frontend.lock");
    fs::create_dir_all(project.path("target"))
        .and_then(|()| File::create(&path))
        .and_then(|file| {
            if file.try_lock().is_err() {
                println!("Waiting for another build of the frontend");
                file.lock()?;
            }
            Ok(file)
        })
        .with_context(|| format!("could not lock {}", path.display()))
}

fn build(project: &Project, debug: bool) -> Result<()> {
    let tools = Tools::ensure()?;
    fetch(project)?;

    let kind = if debug { "debugging" } else { "release" };
    println!("Building the frontend for {kind}");
    let began = SystemTime::now();
    let mut trunk = tools.trunk()?;
    trunk
        .current_dir(project.root())
        .args(["build", "--offline"]);
    if !debug {
        trunk.arg("--release");
        lean::make(&mut trunk);
    }
    process::run(&mut trunk, "build the frontend")?;
    println!("The frontend is in {}", project.dist().display());

    if debug {
        return Ok(());
    }
    let stamp = project.dist().join(STAMP);
    File::create(&stamp)
        .and_then(|file| file.set_modified(began))
        .with_context(|| {
            format!(
                "could not note the time of the build in {}",
                stamp.display()
            )
        })
}

fn host_target() -> Option<String> {
    process::output_of(Command::new("rustc").arg("-vV"))?
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}

fn newest_input(root: &Path) -> Option<SystemTime> {
    INPUTS
        .iter()
        .flat_map(|input| WalkDir::new(root.join(input)))
        .filter_map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_newer_file_deep_inside_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("src/views/table");
        fs::create_dir_all(&deep).unwrap();
        let later = SystemTime::now() + Duration::from_secs(60);
        let file = File::create(deep.join("row.rs")).unwrap();
        file.set_modified(later).unwrap();

        assert_eq!(newest_input(root.path()), Some(later));
    }

    #[test]
    fn a_second_build_waits_for_the_first() {
        let root = tempfile::tempdir().unwrap();
        let project = Project::at(root.path());
        let first = alone(&project).unwrap();
        let (done, second) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let result = alone(&project)
                .map(|_| ())
                .map_err(|error| error.to_string());
            done.send(result).unwrap();
        });
        assert!(second.recv_timeout(Duration::from_millis(100)).is_err());
        drop(first);
        second
            .recv_timeout(Duration::from_secs(10))
            .unwrap()
            .unwrap();
    }

    #[test]
    fn a_missing_input_is_no_change() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(newest_input(root.path()), None);
    }
}
