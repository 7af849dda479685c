//! The pinned tools that build the frontend. This is the one place that names their versions.

mod install;

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// The target that the frontend is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    binary: "trunk",
    source: Source::Cargo { locked: true },
};

/// Must be the version of wasm-bindgen in Cargo.lock. Its own lock file does not build.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    binary: "wasm-bindgen",
    source: Source::Cargo { locked: false },
};

const BINARYEN: Tool = Tool {
    name: "binaryen",
    version: "132",
    binary: "wasm-opt",
    source: Source::Npm,
};

enum Source {
    Cargo { locked: bool },
    Npm,
}

struct Tool {
    name: &'static str,
    version: &'static str,
    binary: &'static str,
    source: Source,
}

impl Tool {
    /// The name of the tool's own folder.
    fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// Where its programs are below its folder.
    fn bin(&self) -> &'static str {
        match self.source {
            Source::Cargo { .. } => "bin",
            Source::Npm => "node_modules/.bin",
        }
    }

    /// Whether the program in `folder` starts and is the pinned version.
    fn works_in(&self, folder: &Path) -> bool {
        let suffix = match self.source {
            Source::Cargo { .. } => env::consts::EXE_SUFFIX,
            Source::Npm if cfg!(windows) => ".cmd",
            Source::Npm => "",
        };
        let program = folder
            .join(self.bin())
            .join(format!("{}{suffix}", self.binary));
        process::output_of(Command::new(program).arg("--version"))
            .is_some_and(|text| names_version(&text, self.version))
    }
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

/// The tools, installed.
pub struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// Installs what is missing and says so.
    pub fn ensure() -> Result<Self> {
        ensure_wasm_target()?;
        let home = home()?;
        let mut folders = Vec::new();
        for tool in [TRUNK, WASM_BINDGEN, BINARYEN] {
            let folder = home.join(tool.folder());
            if !tool.works_in(&folder) {
                install::install(&tool, &home)?;
            }
            folders.push(folder.join(tool.bin()));
        }
        Ok(Self { folders })
    }

    /// Trunk, which finds the other tools first.
    pub fn trunk(&self) -> Result<Command> {
        let mut path = self.folders.clone();
        path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(path).context("a folder on PATH has a separator in its name")?;

        let program = self
            .folders
            .first()
            .context("no tools are installed")?
            .join(format!("trunk{}", env::consts::EXE_SUFFIX));
        let mut command = Command::new(program);
        process::as_by_hand(&mut command);
        command
            .env("PATH", path)
            .env("TRUNK_SKIP_VERSION_CHECK", "true");
        // Trunk reads this as a boolean, everyone else as "is it set".
        if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            command.env("NO_COLOR", "true");
        }
        Ok(command)
    }
}

/// The folder that holds a folder for each tool.
fn home() -> Result<PathBuf> {
    let given = |name| env::var_os(name).filter(|value: &OsString| !value.is_empty());
    if let Some(folder) = given("LICENSE_MANAGEMENT_TOOLS") {
        return std::path::absolute(&folder)
            .with_context(|| format!("LICENSE_MANAGEMENT_TOOLS is not a folder: {folder:?}"));
    }
    let cache = given("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .context("there is no home folder to keep the tools in; set LICENSE_MANAGEMENT_TOOLS to a folder")?;
    Ok(cache.join("license-management"))
}

fn ensure_wasm_target() -> Result<()> {
    let mut query = Command::new("rustc");
    query.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let installed = process::output_of(&mut query).is_some_and(|path| Path::new(&path).is_dir());
    if installed {
        return Ok(());
    }
    println!("Adding the target {WASM_TARGET}");
    let added = process::run(
        Command::new("rustup").args(["target", "add", WASM_TARGET]),
        "add the WebAssembly target",
    );
    if added.is_err() && process::output_of(Command::new("rustup").arg("--version")).is_none() {
        bail!(
            "Rust has no target {WASM_TARGET}, and there is no rustup to add it; install Rust through https://rustup.rs"
        );
    }
    added
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_in_the_lock_file() {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
        let lock: toml::Table = std::fs::read_to_string(lock).unwrap().parse().unwrap();
        let locked: Vec<&str> = lock["package"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|package| package["name"].as_str() == Some("wasm-bindgen"))
            .filter_map(|package| package["version"].as_str())
            .collect();
        assert_eq!(
            locked,
            [WASM_BINDGEN.version],
            "xtask/src/tools.rs pins another version"
        );
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("trunk 0.21.1", "0.21.14"));
        assert!(!names_version("wasm-opt version 1321", "132"));
    }
}
