//! `cargo xtask simulate`: the engine against a faulty model of the server.

use anyhow::Result;
use std::process::{Command, ExitCode};

use crate::process;
use crate::project::Project;

/// Runs the simulation; it says what went wrong, and how to see it again.
pub fn run(project: &Project, options: &[String]) -> Result<ExitCode> {
    process::run(
        &mut command(project, options),
        "find every report of the simulation right",
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The simulation, optimised, since it runs thousands of worlds.
pub fn command(project: &Project, options: &[String]) -> Command {
    let mut command = project.cargo();
    command
        .args(["run", "--quiet", "--profile", "simulation"])
        .args(["--package", "simulation", "--"])
        .args(options);
    command
}
