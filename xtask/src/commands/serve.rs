//! `cargo xtask serve`: the sandbox with the release build of the frontend.

use anyhow::Result;
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
    let mut command = sandbox(project);
    command.arg("--dist").arg(project.dist()).args(options);
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

/// The sandbox, which takes its own options after this.
pub fn sandbox(project: &Project) -> Command {
    let mut command = project.cargo();
    command.args(["run", "--quiet", "--package", "sandbox", "--"]);
    command
}
