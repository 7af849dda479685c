//! `cargo xtask serve`: the sandbox with the release build of the frontend.

use anyhow::Result;
use std::path::Path;
use std::process::{Command, ExitCode};

use super::build;
use crate::process::{self, Background};
use crate::project::Project;

/// Builds what changed, then runs the sandbox until it ends or Ctrl-C.
pub fn run(project: &Project, options: &[String]) -> Result<ExitCode> {
    build::ensure_release(project)?;
    build_sandbox(project)?;
    println!("Starting the sandbox; Ctrl-C ends it");
    process::catch_interrupts()?;
    let mut command = sandbox(project, &project.dist(), options);
    process::until_one_ends(vec![Background::start("the sandbox", &mut command)?])?;
    Ok(ExitCode::SUCCESS)
}

/// Compiles the sandbox.
pub fn build_sandbox(project: &Project) -> Result<()> {
    println!("Building the sandbox");
    let mut command = project.cargo();
    command.args(["build", "--quiet", "--package", "sandbox"]);
    process::run(&mut command, "build the sandbox")
}

/// The sandbox with its options, among them the frontend in `dist` unless they name another.
pub fn sandbox(project: &Project, dist: &Path, options: &[String]) -> Command {
    let mut command = project.cargo();
    command.args(["run", "--quiet", "--package", "sandbox", "--"]);
    let named = |option: &String| option == "--dist" || option.starts_with("--dist=");
    if !options.iter().any(named) {
        command.arg("--dist").arg(dist);
    }
    command.args(options);
    command
}
