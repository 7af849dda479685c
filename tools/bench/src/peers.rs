//! The product and the screens that it is held against, built.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Where the peers have their sources.
const SOURCES: &str = "tests/bench";

/// A screen that is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Peer {
    /// The page of this project.
    Product,
    /// The same screen by React, TanStack Table and Query, and React Router.
    React,
    /// The same screen in plain DOM.
    Vanilla,
}

impl Peer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Product, Self::React, Self::Vanilla];

    /// What the tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "ours",
            Self::React => "React",
            Self::Vanilla => "plain DOM",
        }
    }

    /// The folder that the sandbox serves.
    pub fn dist(self, work: &Path) -> PathBuf {
        match self {
            Self::Product => "dist".into(),
            Self::React => work.join("peers/react"),
            Self::Vanilla => work.join("peers/vanilla"),
        }
    }
}

/// Builds those that are not the product.
pub fn build(work: &Path) -> Result<()> {
    let lock = Path::new(SOURCES).join("package-lock.json");
    let installed = Path::new(SOURCES).join("node_modules/.package-lock.json");
    if is_older(&installed, &lock) {
        println!("Installing what the React peer needs");
        run(Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(SOURCES))?;
    }
    let out = work.join("peers");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let build = Path::new(SOURCES).join("build.mjs");
    run(Command::new("node").arg(build).arg(fs::canonicalize(&out)?))?;
    compress(&Peer::React.dist(work))?;
    compress(&Peer::Vanilla.dist(work))
}

fn is_older(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    time(file) < time(than)
}

fn run(command: &mut Command) -> Result<()> {
    let ended = command
        .status()
        .with_context(|| format!("{command:?} does not start"))?;
    if !ended.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

/// Puts a `.br` beside each file, as the product has them.
fn compress(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let mut name = path.clone().into_os_string();
        name.push(".br");
        let mut packed = brotli::CompressorWriter::new(fs::File::create(name)?, 4096, 11, 22);
        packed.write_all(&fs::read(&path)?)?;
    }
    Ok(())
}
