//! `cargo xtask finish`: what Trunk does not do, in the folder that it is writing.

use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::{loader, precompress};

/// Writes the loader; in a release build also the compressed neighbour of every file.
pub fn run() -> Result<ExitCode> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("TRUNK_STAGING_DIR is not set; Trunk runs this itself, use `cargo xtask build`")?;
    loader::write(&staging)?;
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        println!("Compressing the files with brotli and gzip");
        precompress::folder(&staging)?;
    }
    Ok(ExitCode::SUCCESS)
}
