//! Installs tools. An interrupted install is not found as a tool, and is replaced.

use anyhow::{Context, Result, bail};
use duct::Expression;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Source, Tool, home};
use crate::process;

/// Tools are built without optimization, since they run only for seconds and compile faster.
const FAST_TO_COMPILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

/// Environment variables of this project that must not affect the builds of tools.
const OF_THIS_PROJECT: [&str; 4] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_DIR",
];

const USABLE_PYTHON: &str = "import ensurepip, sys, venv; assert sys.version_info >= (3, 11)";

impl Tool {
    /// Installs the tool, and prints progress.
    pub fn install(&self, mut say: impl FnMut(&str)) -> Result<PathBuf> {
        let home = home()?;
        let folder = home.join(format!("{}-{}", self.name, self.version));
        let what = || format!("could not install {} {}", self.name, self.version);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(what)?;
        }
        fs::create_dir_all(&folder).with_context(what)?;
        let commands = match self.source {
            Source::Cargo(_) if self.binstall(&folder) => Vec::new(),
            Source::Cargo(options) => vec![self.cargo_install(options, &folder)],
            Source::Npm => vec![self.npm_install(&folder)?],
            Source::Python(packages) => python_install(packages, &folder)?,
        };
        for command in commands {
            let command = command.dir(&home).stderr_to_stdout();
            process::each_line(command, &mut say).with_context(what)?;
        }
        let program = self.in_folder(&home);
        if !self.is(&program) {
            bail!("{} was installed but does not start", program.display());
        }
        Ok(program)
    }

    fn binstall(&self, folder: &Path) -> bool {
        let folder = folder.to_string_lossy();
        let package = format!("{}@{}", self.name, self.version);
        let options = ["--no-confirm", "--disable-strategies", "compile"];
        let place = ["--root", &folder, &package];
        let command = process::command("cargo", [&["binstall"], &options[..], &place].concat());
        which::which("cargo-binstall").is_ok() && command.run().is_ok()
    }

    fn cargo_install(&self, options: &[&str], folder: &Path) -> Expression {
        let folder = folder.to_string_lossy();
        let arguments = [
            "install",
            self.name,
            "--version",
            self.version,
            "--root",
            &folder,
        ];
        let command = process::command("cargo", [&arguments, options].concat());
        let command = OF_THIS_PROJECT
            .iter()
            .fold(command, |command, name| command.env_remove(name));
        FAST_TO_COMPILE
            .iter()
            .fold(command, |command, (name, value)| command.env(name, value))
    }

    fn npm_install(&self, folder: &Path) -> Result<Expression> {
        let node = process::output_of("node", &["--version"]);
        let major = node.as_deref().and_then(major);
        if major.is_none_or(|major| major < 18) {
            bail!(
                "{} comes by npm, with Node.js 18 or newer; install that, for example from https://nodejs.org",
                self.name
            );
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let folder = folder.to_string_lossy();
        let package = format!("{}@{}", self.name, self.version);
        let quiet = ["--no-fund", "--no-audit", "--ignore-scripts"];
        let place = ["install", "--prefix", &folder, &package];
        Ok(process::command(npm, [&place[..], &quiet].concat()))
    }
}

fn python_install(packages: &str, folder: &Path) -> Result<Vec<Expression>> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let is_usable = || process::output_of(python, &["-c", USABLE_PYTHON]).is_some();
    if !is_usable() {
        let needed = "Python 3.11 or newer with venv is needed";
        process::apt_install(&["python3-venv"]).context(needed)?;
        if !is_usable() {
            bail!("{needed}, and `{python}` is not");
        }
    }
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let pip = "-m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all:";
    let pip = pip.split(' ').chain(packages.lines());
    Ok(vec![
        process::command(python, ["-m".as_ref(), "venv".as_ref(), folder.as_os_str()]),
        process::command(folder.join(bin).join("python"), pip),
    ])
}

fn major(version: &str) -> Option<u32> {
    let version = version.trim_start_matches('v');
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_the_major_version_of_node() {
        assert_eq!(super::major("v20.20.2"), Some(20));
        assert_eq!(super::major("what"), None);
    }
}
