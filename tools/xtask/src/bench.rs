//! `cargo xtask bench`: the page in a browser, measured against the same screen in React and in plain DOM.

use anyhow::{Context, Result};

use crate::{browser, build, process};

/// Builds the page and measures it.
pub fn run(options: &[String]) -> Result<()> {
    build::ensure_release()?;
    let programs = browser::CHROMIUM.ensure()?;
    // Optimized like the simulation, so that the sandbox is not what is measured.
    let run = "run --quiet --profile simulation --package bench --";
    let options = options.iter().map(String::as_str);
    let bench = process::command("cargo", run.split(' ').chain(options));
    let bench = programs.iter().fold(bench, |bench, (variable, program)| {
        bench.env(variable, program)
    });
    bench.run().context("the bench failed")?;
    Ok(())
}
