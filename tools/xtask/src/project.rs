//! Where the project is, and how cargo is called in it.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// The checkout that the commands work on.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// Finds the workspace that this program belongs to.
    pub fn locate() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.ancestors().nth(2).with_context(|| {
            format!(
                "{} is not in the workspace; start this as `cargo xtask`",
                manifest.display()
            )
        })?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// A project in any folder.
    #[cfg(test)]
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the workspace.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where cargo builds.
    pub fn target(&self) -> PathBuf {
        let given = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
        self.root.join(given.unwrap_or_else(|| "target".into()))
    }

    /// Where the release build of the frontend is.
    pub fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// The cargo that runs this program, in the folder of the workspace.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        process::as_by_hand(&mut command);
        command.current_dir(&self.root);
        command
    }
}
