//! The steps of a test run, with timing and counts.

use anyhow::{Result, bail};
use duct::Expression;
use std::time::{Duration, Instant};

use crate::process;

/// The number of passed and failed checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Adds the counts of a test result line: `test result: ok. 3 passed; 0 failed; 1 ignored; …`
    fn read_line(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        let count = |label: &str| {
            let before = counts
                .split(label)
                .next()
                .filter(|before| *before != counts)?;
            before.split_whitespace().next_back()?.parse::<u64>().ok()
        };
        if let (Some(passed), Some(failed)) = (count(" passed;"), count(" failed;")) {
            self.passed += passed;
            self.failed += failed;
        }
    }
}

/// The steps that have run.
#[derive(Default)]
pub(super) struct Steps(Vec<(&'static str, Tally, Duration)>);

impl Steps {
    /// Runs a step that counts as one check. Returns whether it passed.
    pub(super) fn check(&mut self, name: &'static str, act: impl FnOnce() -> Result<()>) -> bool {
        self.step(name, |tally| {
            act()?;
            tally.passed = 1;
            Ok(())
        })
    }

    /// Runs a program that counts as one check.
    pub(super) fn command(
        &mut self,
        name: &'static str,
        command: impl FnOnce() -> Result<Expression>,
    ) {
        self.check(name, || Ok(command()?.run().map(|_| ())?));
    }

    /// Runs a test program, whose tests are counted.
    pub(super) fn tests(
        &mut self,
        name: &'static str,
        command: impl FnOnce() -> Result<Expression>,
    ) {
        self.step(name, |tally| {
            process::each_line(command()?, |line| {
                println!("{line}");
                tally.read_line(line);
            })
        });
    }

    fn step(&mut self, name: &'static str, act: impl FnOnce(&mut Tally) -> Result<()>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let mut tally = Tally::default();
        let result = act(&mut tally);
        let time = start.elapsed();
        match &result {
            Ok(()) => println!("== {name}: passed in {:.1} s", time.as_secs_f64()),
            Err(error) => println!("== {name}: FAILED: {error:#}"),
        }
        // It can fail without a test that failed: it does not compile, or it crashed.
        if result.is_err() && tally.failed == 0 {
            tally.failed = 1;
        }
        self.0.push((name, tally, time));
        result.is_ok()
    }

    fn total(&self) -> Tally {
        self.0
            .iter()
            .fold(Tally::default(), |sum, (_, tally, _)| Tally {
                passed: sum.passed + tally.passed,
                failed: sum.failed + tally.failed,
            })
    }

    /// Prints the table, with the total as its last line.
    pub(super) fn finish(&self) -> Result<()> {
        println!();
        for (name, Tally { passed, failed }, time) in &self.0 {
            let result = if *failed == 0 { "ok" } else { "FAILED" };
            let seconds = time.as_secs_f64();
            println!(
                "{name:<32} {result:<7} {passed:>5} passed {failed:>4} failed {seconds:>7.1} s"
            );
        }
        let Tally { passed, failed } = self.total();
        let sum = format!("{passed} passed, {failed} failed");
        if failed > 0 {
            bail!("{sum}");
        }
        println!("\n{sum}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_results_and_nothing_else() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test model::query::accents ... ok",
            "test result: \u{1b}[32mok\u{1b}[0m. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
            "test result: something else",
            "12 passed; 3 failed;",
        ] {
            tally.read_line(line);
        }
        assert_eq!((tally.passed, tally.failed), (13, 2));
    }

    #[cfg(unix)]
    #[test]
    fn goes_on_after_a_step_that_failed_and_counts_each_test_or_one() {
        let tests = |script: &str| {
            let mut steps = Steps::default();
            steps.tests("tests", || Ok(duct::cmd!("sh", "-c", script)));
            steps.tests("missing", || Ok(duct::cmd!("no-such-program-anywhere")));
            let Tally { passed, failed } = steps.total();
            (passed, failed)
        };
        let result = "echo 'test result: FAILED. 4 passed; 2 failed; 0 ignored'; exit 101";
        assert_eq!(tests(result), (4, 3));
        assert_eq!(tests("exit 101"), (0, 2));
    }
}
