//! `cargo xtask styles`: the one style sheet of the frontend.

use anyhow::Result;
use std::process::ExitCode;

use crate::project::Project;
use crate::styles;

/// Writes the sheet where index.html expects it.
pub fn run(project: &Project) -> Result<ExitCode> {
    let scoped = styles::scoped(project.root())?;
    let changed = styles::write(project.root(), &scoped)?;
    if changed {
        println!("Wrote {}", styles::OUTPUT);
    }
    Ok(ExitCode::SUCCESS)
}
