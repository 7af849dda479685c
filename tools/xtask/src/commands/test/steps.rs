//! The steps of a test run: announced, timed, counted.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::libtest::Tally;
use crate::process;
use crate::project::Project;

struct Step {
    name: &'static str,
    tally: Tally,
    time: Duration,
}

/// What ran so far.
#[derive(Default)]
pub(super) struct Steps {
    done: Vec<Step>,
}

impl Steps {
    /// A step that counts as one; says whether it passed.
    pub(super) fn check(&mut self, name: &'static str, act: impl FnOnce() -> Result<()>) -> bool {
        self.step(name, || {
            let result = act();
            (Tally::one(result.is_ok()), result)
        })
    }

    /// A program that counts as one.
    pub(super) fn command(&mut self, name: &'static str, command: &mut Command) {
        self.check(name, || process::run(command, &format!("pass {name}")));
    }

    /// A program that counts as the tests that it runs.
    pub(super) fn tests(&mut self, name: &'static str, command: &mut Command) {
        self.step(name, || {
            let mut tally = Tally::default();
            let result = stream(command, &mut tally);
            // It can fail without a test that failed: it does not compile, or it crashed.
            if result.is_err() && tally.failed == 0 {
                tally.failed = 1;
            }
            (tally, result)
        });
    }

    /// A step that could not begin.
    pub(super) fn failed(&mut self, name: &'static str, error: &anyhow::Error) {
        self.check(name, || bail!("{error:#}"));
    }

    fn step(&mut self, name: &'static str, act: impl FnOnce() -> (Tally, Result<()>)) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let (tally, result) = act();
        let time = start.elapsed();
        match &result {
            Ok(()) => println!("== {name}: passed in {:.1} s", time.as_secs_f64()),
            Err(error) => println!(
                "== {name}: FAILED in {:.1} s: {error:#}",
                time.as_secs_f64()
            ),
        }
        self.done.push(Step { name, tally, time });
        result.is_ok()
    }

    fn total(&self) -> Tally {
        let mut total = Tally::default();
        for step in &self.done {
            total += step.tally;
        }
        total
    }

    /// Prints the list and, as the last line, the sum.
    pub(super) fn summary(&self) -> ExitCode {
        println!();
        for Step { name, tally, time } in &self.done {
            let result = if tally.failed == 0 { "ok" } else { "FAILED" };
            println!(
                "{name:<32} {result:<7} {:>5} passed {:>4} failed {:>7.1} s",
                tally.passed,
                tally.failed,
                time.as_secs_f64()
            );
        }
        let total = self.total();
        println!("\n{} passed, {} failed", total.passed, total.failed);
        if total.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// Passes on what the program prints, and counts the results in it.
fn stream(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{:?} did not start", command.get_program()))?;
    let output = child.stdout.take().context("its output cannot be read")?;
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    while lines
        .read_until(b'\n', &mut line)
        .context("its output broke off")?
        > 0
    {
        let text = String::from_utf8_lossy(&line);
        tally.read_line(text.trim_end());
        print!("{text}");
        std::io::stdout()
            .flush()
            .context("nobody reads the output")?;
        line.clear();
    }
    let status = child.wait().context("it cannot be waited for")?;
    if !status.success() {
        bail!("it ended with {status}; what failed is above");
    }
    Ok(())
}

/// The names of all integration tests of the workspace.
pub(super) fn integration_tests(project: &Project) -> Result<BTreeSet<String>> {
    let mut command = project.cargo();
    command.args(["metadata", "--no-deps", "--format-version", "1"]);
    let output = process::output_of(&mut command).context("cargo metadata failed")?;
    let metadata: serde_json::Value =
        serde_json::from_str(&output).context("cargo metadata is not JSON")?;
    Ok(test_targets(&metadata))
}

fn test_targets(metadata: &serde_json::Value) -> BTreeSet<String> {
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    list(&metadata["packages"])
        .iter()
        .flat_map(|package| list(&package["targets"]))
        .filter(|target| list(&target["kind"]).iter().any(|kind| kind == "test"))
        .filter_map(|target| target["name"].as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps_of(results: &[Result<()>]) -> Steps {
        let mut steps = Steps::default();
        for result in results {
            steps.check("step", || match result {
                Ok(()) => Ok(()),
                Err(error) => bail!("{error}"),
            });
        }
        steps
    }

    #[test]
    fn goes_on_after_a_step_that_failed() {
        let steps = steps_of(&[Ok(()), Err(anyhow::anyhow!("broken")), Ok(())]);
        assert_eq!(
            steps.total(),
            Tally {
                passed: 2,
                failed: 1
            }
        );
    }

    #[cfg(unix)]
    #[test]
    fn counts_the_tests_that_a_program_ran() {
        let script = "echo 'test result: ok. 4 passed; 0 failed; 0 ignored'; echo 'test result: FAILED. 1 passed; 2 failed; 0 ignored'; exit 101";
        let mut steps = Steps::default();
        steps.tests("tests", Command::new("sh").args(["-c", script]));
        assert_eq!(
            steps.total(),
            Tally {
                passed: 5,
                failed: 2
            }
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_without_a_test_counts_as_one() {
        let mut steps = Steps::default();
        steps.tests("tests", Command::new("sh").args(["-c", "exit 101"]));
        assert_eq!(
            steps.total(),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_program_that_is_missing_counts_as_one() {
        let mut steps = Steps::default();
        steps.tests("tests", &mut Command::new("no-such-program-anywhere"));
        assert_eq!(
            steps.total(),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn finds_the_integration_tests() {
        let metadata = serde_json::json!({ "packages": [
            { "targets": [{ "kind": ["lib"], "name": "a" }, { "kind": ["test"], "name": "journeys" }] },
            { "targets": [{ "kind": ["bin"], "name": "b" }, { "kind": ["test"], "name": "api" }] },
        ]});
        let names: Vec<String> = test_targets(&metadata).into_iter().collect();
        assert_eq!(names, ["api", "journeys"]);
    }
}
