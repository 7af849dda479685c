//! `cargo xtask test`: all checks, as named steps.

mod journeys;
mod steps;

use anyhow::{Context, Result, anyhow, bail};
use duct::Expression;
use std::path::Path;
use walkdir::WalkDir;

use crate::process::{self, cargo};
use crate::{bench, build, size, tools};
use journeys::JOURNEYS;
use steps::Steps;

const ADVISORIES: &str = "https://github.com/RustSec/advisory-db";

/// Runs all steps, or the fast ones; the last line has the number of passed and failed checks. All engines run all
/// journeys on demand.
pub fn run(fast: bool, all_engines: bool) -> Result<()> {
    let mut steps = Steps::default();
    // Linking the page takes one processor for a minute; the lints use the other.
    let page = (!fast).then(build::compile_page_ahead);
    steps.command("rustfmt", || Ok(cargo("fmt --all --check")));
    let native = "clippy --workspace --all-targets -- -D warnings";
    steps.command("clippy, native", || Ok(cargo(native)));
    let Some(page) = page else {
        native_tests(&mut steps);
        return steps.finish();
    };
    let lints =
        "clippy -p license-management --lib --bins --target wasm32-unknown-unknown -- -D warnings";
    steps.command("clippy, WebAssembly", || {
        build::ensure_wasm_target()?;
        Ok(cargo(lints))
    });
    let built = steps.check("release build of the frontend", || {
        page.join().map_err(|_| anyhow!("compiling it panicked"))?;
        build::ensure_release()
    });
    steps.check("first load within its budget", || match built {
        true => size::run(),
        false => bail!("unknown, because the frontend did not build"),
    });
    native_tests(&mut steps);
    steps.command("dependencies", dependencies);
    steps.tests("the sandbox as described", contract);
    let worlds = ["--seeds", "2000"];
    steps.command("simulation", || Ok(simulation(worlds)));
    journeys::run(&mut steps, built, all_engines);
    steps.check("speed, compared with plain DOM", || match built {
        true => bench::smoke(),
        false => bail!("unknown, because the frontend did not build"),
    });
    steps.finish()
}

/// `cargo xtask simulate`: reports failures and how to reproduce them.
pub fn simulate(options: &[String]) -> Result<()> {
    let ran = simulation(options.iter().map(String::as_str)).run();
    ran.context("not every report of the simulation is right")?;
    Ok(())
}

/// The simulation, optimized, since it runs thousands of worlds.
fn simulation<'a>(options: impl IntoIterator<Item = &'a str>) -> Expression {
    let run = "run --quiet --profile simulation --package simulation --";
    process::command("cargo", run.split(' ').chain(options))
}

fn native_tests(steps: &mut Steps) {
    steps.tests("native tests", || {
        let names = integration_tests(Path::new("."))?;
        let names = names.iter().filter(|name| *name != JOURNEYS);
        let names: String = names.map(|name| format!(" --test {name}")).collect();
        let run = "test --workspace --no-fail-fast --lib --bins";
        Ok(cargo(&format!("{run}{names}")))
    });
    let examples = "test --workspace --no-fail-fast --doc";
    steps.tests("examples in the documentation", || Ok(cargo(examples)));
}

/// The names of all integration tests of the workspace.
fn integration_tests(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for tests in [root.join("tests"), root.join("tools")] {
        for entry in WalkDir::new(tests).max_depth(3).sort_by_file_name() {
            let path = entry?.into_path();
            let folder = path.parent().unwrap_or(&path);
            let is_test =
                folder.ends_with("tests") && path.extension().is_some_and(|ending| ending == "rs");
            if is_test || path.join("main.rs").is_file() && folder.ends_with("tests") {
                names.extend(
                    path.file_stem()
                        .map(|name| name.to_string_lossy().into_owned()),
                );
            }
        }
    }
    Ok(names)
}

/// Checks licenses, sources and duplicates of dependencies; and known vulnerabilities, if the database can be reached.
fn dependencies() -> Result<Expression> {
    let check = "--workspace --log-level warn check --hide-inclusion-graph licenses bans sources";
    let mut arguments: Vec<&str> = check.split(' ').collect();
    if process::reaches(ADVISORIES) {
        arguments.push("advisories");
    } else {
        println!("LEFT OUT: known vulnerabilities, since {ADVISORIES} cannot be reached from here");
    }
    tools::cargo_deny(&arguments)
}

fn contract() -> Result<Expression> {
    let run = "test --workspace --test contract -- --ignored --nocapture";
    Ok(cargo(run).env("SCHEMATHESIS_PYTHON", tools::schemathesis()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_integration_tests_of_all_packages() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let names = integration_tests(root.unwrap()).unwrap();
        for name in [JOURNEYS, "layers", "contract"] {
            assert_eq!(
                names.iter().filter(|found| *found == name).count(),
                1,
                "{name}"
            );
        }
        assert!(!names.contains(&"harness".to_owned()));
    }
}
