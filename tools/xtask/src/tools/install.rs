//! Installs one tool: beside its place first, then moved, so that an interrupted install leaves nothing.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Check, Source, Tool};
use crate::{apt, process};

const OLDEST_NODE: u32 = 18;
const USABLE_PYTHON: &str = "import ensurepip, sys, venv; assert sys.version_info >= (3, 11)";

/// Installs `tool` into its folder below `home`.
pub(super) fn install(tool: &Tool, home: &Path) -> Result<()> {
    fs::create_dir_all(home)
        .with_context(|| format!("could not make the folder for tools, {}", home.display()))?;
    let folder = home.join(tool.folder());
    let partial = home.join(format!(".{}.partial-{}", tool.folder(), std::process::id()));

    println!(
        "Installing {} {} into {}",
        tool.name,
        tool.version,
        folder.display()
    );
    let installed = fill(tool, home, &partial).and_then(|()| {
        if tool.works_in(&partial) {
            Ok(())
        } else {
            bail!(
                "{} {} was installed but does not start",
                tool.name,
                tool.version
            )
        }
    });
    if let Err(error) = installed {
        // What is left is of no use, and the error that matters is the first one.
        let _ = fs::remove_dir_all(&partial);
        return Err(error);
    }
    put_in_place(tool, &partial, &folder)
}

fn fill(tool: &Tool, home: &Path, partial: &Path) -> Result<()> {
    match tool.source {
        Source::Cargo { .. } => cargo_install(tool, home, partial),
        Source::Npm => npm_install(tool, home, partial),
        Source::Python { packages } => python_install(tool, packages, partial),
    }
}

fn cargo_install(tool: &Tool, home: &Path, partial: &Path) -> Result<()> {
    let Source::Cargo {
        locked,
        features,
        optimised,
    } = tool.source
    else {
        return Ok(());
    };
    println!("It is compiled from source; this takes some minutes, once");
    let mut command = Command::new("cargo");
    command
        .current_dir(home)
        .args(["install", tool.name, "--version", tool.version, "--root"])
        .arg(partial)
        .args(["--features", features]);
    if locked {
        command.arg("--locked");
    }
    if !optimised {
        command.arg("--debug");
    }
    // Settings of this project that must not reach the tool's own build.
    for name in [
        "RUSTC_BOOTSTRAP",
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "CARGO_TARGET_DIR",
    ] {
        command.env_remove(name);
    }
    process::run(
        &mut command,
        &format!("install {} {}", tool.name, tool.version),
    )
}

fn npm_install(tool: &Tool, home: &Path, partial: &Path) -> Result<()> {
    check_node()?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command
        .current_dir(home)
        .args(["install", "--no-fund", "--no-audit", "--prefix"])
        .arg(partial)
        .arg(format!("{}@{}", tool.name, tool.version));
    if matches!(tool.check, Check::There(_)) {
        command.arg("--ignore-scripts");
    }
    process::run(
        &mut command,
        &format!("install {} {} by npm", tool.name, tool.version),
    )
}

fn check_node() -> Result<()> {
    let Some(version) = process::output_of(Command::new("node").arg("--version")) else {
        bail!(
            "Node.js is missing, which wasm-opt and esbuild need; install Node.js {OLDEST_NODE} or newer (with npm), for example from https://nodejs.org"
        );
    };
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!(
            "Node.js is {version}, but wasm-opt and esbuild need {OLDEST_NODE} or newer; update it, for example from https://nodejs.org"
        ),
    }
}

fn python_install(tool: &Tool, packages: &str, partial: &Path) -> Result<()> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let is_usable = || process::output_of(Command::new(python).args(["-c", USABLE_PYTHON]));
    if is_usable().is_none() {
        const NEEDED: &str = "Python 3.11 or newer, with venv";
        if let Err(reason) = apt::install(&["python3-venv"], NEEDED) {
            bail!("{} needs {NEEDED}, and {reason:#}; install it", tool.name);
        }
        if is_usable().is_none() {
            bail!("{} needs {NEEDED}, and `{python}` is not", tool.name);
        }
    }
    let what = format!("install {} {} by pip", tool.name, tool.version);
    let mut venv = Command::new(python);
    venv.args(["-m", "venv"]).arg(partial);
    process::run(&mut venv, &what)?;
    let mut pip = Command::new(tool.program(partial));
    pip.args(["-m", "pip", "install", "--quiet"])
        .args([
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary",
            ":all:",
        ])
        .args(packages.lines());
    process::run(&mut pip, &what)
}

fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn put_in_place(tool: &Tool, partial: &Path, folder: &Path) -> Result<()> {
    if folder.exists() && !tool.works_in(folder) {
        fs::remove_dir_all(folder)
            .with_context(|| format!("could not remove the broken install {}", folder.display()))?;
    }
    match fs::rename(partial, folder) {
        Ok(()) => Ok(()),
        // Another run was faster.
        Err(_) if tool.works_in(folder) => {
            let _ = fs::remove_dir_all(partial);
            Ok(())
        }
        Err(error) => Err(error).with_context(|| {
            format!(
                "could not move {} to {}",
                partial.display(),
                folder.display()
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version_of_node() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("18.0.0"), Some(18));
        assert_eq!(major("what"), None);
    }
}
