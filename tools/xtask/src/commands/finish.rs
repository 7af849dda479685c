//! `cargo xtask finish`: what Trunk does not do, in the folder that it is writing.

use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::project::Project;
use crate::{loader, precompress, split};

/// Splits the module and writes the loader; in a release build also the compressed neighbour of every file.
pub fn run(project: &Project) -> Result<ExitCode> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("TRUNK_STAGING_DIR is not set; Trunk runs this itself, use `cargo xtask build`")?;
    let is_release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    split::replace(project, &staging, is_release)?;
    loader::write(&staging)?;
    if is_release {
        println!("Compressing the files with brotli and gzip");
        precompress::folder(&staging)?;
    }
    Ok(ExitCode::SUCCESS)
}
