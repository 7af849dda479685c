//! `cargo xtask bench`: the page in a browser, measured against the same screen in React and in plain DOM.

use anyhow::{Context, Result};

use crate::{browser, build, process};

const SMOKE: &str = "--smoke";

/// Looks for gross regressions in two minutes.
pub fn smoke() -> Result<()> {
    run(&[SMOKE.to_owned()])
}

/// Builds the page and measures it.
pub fn run(options: &[String]) -> Result<()> {
    build::ensure_release()?;
    let programs = browser::CHROMIUM.ensure()?;
    // Optimized like the simulation, so that the sandbox is not what is measured. A smoke bench, which only compares, makes
    // do with the sandbox of the tests.
    let is_smoke = options.iter().any(|option| option == SMOKE);
    let profile = if is_smoke { "dev" } else { "simulation" };
    let run = format!("run --quiet --profile {profile} --package bench --");
    let options = options.iter().map(String::as_str);
    let bench = process::command("cargo", run.split(' ').chain(options));
    let bench = programs.iter().fold(bench, |bench, (variable, program)| {
        bench.env(variable, program)
    });
    bench.run().context("the bench failed")?;
    Ok(())
}
