//! `cargo xtask test`: everything that must hold, each as a named step.

mod dependencies;
mod steps;

use anyhow::Result;
use std::process::{Command, ExitCode};

use super::{build, simulate};
use crate::browser::Browser;
use crate::project::Project;
use crate::tools::{self, WASM_TARGET};
use steps::Steps;

/// The test target that drives a browser; it needs the release build, so it runs last and alone.
const JOURNEYS: &str = "journeys";
/// The test target that asks the sandbox whatever its description allows.
const CONTRACT: &str = "contract";

/// Runs all steps, or the quick ones; the last line says how many checks passed and failed.
pub fn run(project: &Project, fast: bool) -> Result<ExitCode> {
    let mut steps = Steps::default();
    steps.command("rustfmt", project.cargo().args(["fmt", "--all", "--check"]));
    steps.command("clippy, native", &mut clippy_native(project));
    if fast {
        native_tests(project, &mut steps);
    } else {
        steps.command("clippy, WebAssembly", &mut clippy_wasm(project));
        let built = steps.check("release build of the frontend", || {
            build::ensure_release(project)
        });
        native_tests(project, &mut steps);
        steps.check("dependencies", || dependencies::check(project));
        contract(project, &mut steps);
        let worlds = ["--seeds".to_owned(), "2000".to_owned()];
        steps.command("simulation", &mut simulate::command(project, &worlds));
        journeys(project, &mut steps, built);
    }
    Ok(steps.summary())
}

fn clippy_native(project: &Project) -> Command {
    let mut command = project.cargo();
    command
        .args(["clippy", "--workspace", "--all-targets"])
        .args(["--", "-D", "warnings"]);
    command
}

fn clippy_wasm(project: &Project) -> Command {
    let mut command = project.cargo();
    command
        .args([
            "clippy",
            "--package",
            "license-management",
            "--lib",
            "--bins",
        ])
        .args(["--target", WASM_TARGET, "--", "-D", "warnings"]);
    command
}

fn native_tests(project: &Project, steps: &mut Steps) {
    match steps::integration_tests(project) {
        Ok(names) => {
            let mut command = project.cargo();
            command.args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins"]);
            for name in names.iter().filter(|name| *name != JOURNEYS) {
                command.args(["--test", name]);
            }
            steps.tests("native tests", &mut command);
        }
        Err(error) => steps.failed("native tests", &error),
    }
    let mut command = project.cargo();
    command.args(["test", "--workspace", "--no-fail-fast", "--doc"]);
    steps.tests("examples in the documentation", &mut command);
}

fn contract(project: &Project, steps: &mut Steps) {
    const NAME: &str = "the sandbox as described";
    match tools::schemathesis() {
        Ok(python) => {
            let mut command = project.cargo();
            command
                .args(["test", "--workspace", "--test", CONTRACT])
                .args(["--", "--ignored", "--nocapture"])
                .env("SCHEMATHESIS_PYTHON", python);
            steps.tests(NAME, &mut command);
        }
        Err(error) => steps.failed(NAME, &error),
    }
}

fn journeys(project: &Project, steps: &mut Steps, built: bool) {
    const NAME: &str = "browser journeys";
    if !project.path("tests/journeys/main.rs").is_file() {
        println!("\nNo browser journeys: tests/journeys/main.rs is not there");
        return;
    }
    if !built {
        steps.failed(
            NAME,
            &anyhow::anyhow!("they were not run, because the frontend did not build"),
        );
        return;
    }
    match Browser::ensure().and_then(|browser| Ok((browser, tools::naughty_strings()?))) {
        Ok((browser, naughty_strings)) => {
            let mut command = project.cargo();
            // With the whole workspace, the crates that the native tests compiled serve again.
            command
                .args(["test", "--workspace", "--test", JOURNEYS])
                .env("CHROMIUM", browser.chromium)
                .env("CHROMEDRIVER", browser.driver)
                .env("NAUGHTY_STRINGS", naughty_strings);
            steps.tests(NAME, &mut command);
        }
        Err(error) => steps.failed(NAME, &error),
    }
}
