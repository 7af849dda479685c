//! What is built in: licenses, sources, duplicates, and known vulnerabilities.

use anyhow::Result;
use std::process::Command;
use std::time::Duration;

use crate::process;
use crate::project::Project;
use crate::tools;

const DATABASE: &str = "https://github.com/RustSec/advisory-db";
/// How long its server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Holds the dependencies to `deny.toml`.
pub(super) fn check(project: &Project) -> Result<()> {
    let mut deny = tools::cargo_deny()?;
    deny.current_dir(project.root())
        .args([
            "--workspace",
            "--log-level",
            "warn",
            "check",
            "--hide-inclusion-graph",
        ])
        .args(["licenses", "bans", "sources"]);
    if is_reachable() {
        deny.arg("advisories");
    } else {
        println!("LEFT OUT: known vulnerabilities, since {DATABASE} cannot be reached from here");
    }
    process::run(&mut deny, "find the dependencies as deny.toml wants them")
}

fn is_reachable() -> bool {
    let mut ask = Command::new("git");
    ask.args(["ls-remote", "--exit-code", DATABASE, "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0");
    process::succeeds_within(&mut ask, PATIENCE)
}
