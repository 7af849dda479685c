//! The browser journeys, in each engine.

use anyhow::{Context, Result, bail};
use duct::Expression;
use std::collections::BTreeMap;
use std::fs;

use super::steps::Steps;
use crate::browser::{CHROMIUM, Engine, FIREFOX, WEBKIT};
use crate::{process, tools};

/// The test target that drives a browser. It needs the release build, so it runs last.
pub(super) const JOURNEYS: &str = "journeys";

/// The journeys that an engine or its driver is not capable of, with the reason.
const LEFT_OUT: &str = "tests/journeys/left_out.toml";

/// The number of journeys that run at once: they spend most of their time waiting.
const BROWSERS: usize = 4;

/// The journeys that depend most on the engine; the others run in Chromium alone, unless all are asked for.
const IMPORTANT: [&str; 8] = [
    "step_",
    "running::",
    "persistence::",
    "interrupted::",
    "tabs::",
    "embed_",
    "languages::",
    "who::",
];

/// Runs them in Chromium, Firefox and WebKit, if the frontend was built.
pub(super) fn run(steps: &mut Steps, built: bool, all_engines: bool) {
    let some: &[&str] = if all_engines { &[] } else { &IMPORTANT };
    for (name, engine, filters) in [
        ("journeys in Chromium", CHROMIUM, &[][..]),
        ("journeys in Firefox", FIREFOX, some),
        ("journeys in WebKit", WEBKIT, some),
    ] {
        steps.tests(name, || match built {
            true => journeys(&engine, filters),
            false => bail!("they were not run, because the frontend did not build"),
        });
    }
}

/// The journeys whose names contain one of the filters.
fn journeys(engine: &Engine, filters: &[&str]) -> Result<Expression> {
    let programs = engine.ensure()?;
    // With the whole workspace, the crates that the native tests compiled serve again.
    let run = format!("test --workspace --test {JOURNEYS} -- --test-threads {BROWSERS}");
    let mut arguments: Vec<&str> = run.split(' ').chain(filters.iter().copied()).collect();
    let left_out = left_out()?.remove(engine.name).unwrap_or_default();
    for (journey, reason) in &left_out {
        println!("LEFT OUT: {journey}, since {reason}");
        arguments.extend(["--skip", journey]);
    }
    let journeys = process::command("cargo", arguments)
        .env("ENGINE", engine.name.to_lowercase())
        .env("NAUGHTY_STRINGS", tools::naughty_strings()?)
        .env("AXE", tools::axe()?)
        .env("SCREEN_READER", tools::screen_reader()?);
    let programs = programs.iter();
    Ok(programs.fold(journeys, |journeys, (variable, program)| {
        journeys.env(variable, program)
    }))
}

/// The reasons by journey, by engine.
fn left_out() -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let text = fs::read_to_string(LEFT_OUT).context(LEFT_OUT)?;
    toml::from_str(&text).context(LEFT_OUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_journey_that_is_left_out_exists() {
        process::enter_project().unwrap();
        for (engine, journeys) in left_out().unwrap() {
            assert!(["Firefox", "WebKit"].contains(&engine.as_str()), "{engine}");
            for journey in journeys.keys() {
                let (file, name) = journey.split_once("::").unwrap();
                let code = fs::read_to_string(format!("tests/journeys/{file}.rs")).unwrap();
                assert!(code.contains(&format!("fn {name}()")), "{journey}");
            }
        }
    }
}
