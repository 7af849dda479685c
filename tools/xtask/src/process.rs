//! Processes: the working directory, and running other programs.

use anyhow::{Context, Result, bail};
use duct::Expression;
use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::Duration;

/// Changes to the workspace folder, to which all paths are relative.
pub fn enter_project() -> Result<()> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = manifest.ancestors().nth(2).context("no workspace")?;
    env::set_current_dir(root).with_context(|| format!("{} cannot be entered", root.display()))
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    let given = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    given.unwrap_or_else(|| "target".into()).into()
}

/// A program without the environment variables that `cargo run` adds, which would cause recompilation.
pub fn command<A: Into<OsString>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = A>,
) -> Expression {
    let from_cargo = env::vars_os().filter_map(|(name, _)| {
        let name = name.into_string().ok()?;
        is_from_cargo_run(&name).then_some(name)
    });
    let command = duct::cmd(program.as_ref().to_owned(), arguments);
    from_cargo.fold(command, |command, name| command.env_remove(name))
}

fn is_from_cargo_run(name: &str) -> bool {
    let names = ["CARGO", "OUT_DIR", "RUSTC_BOOTSTRAP"];
    let prefixes = ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_"];
    names.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// Cargo with arguments, separated by spaces.
pub fn cargo(arguments: &str) -> Expression {
    command("cargo", arguments.split_whitespace())
}

/// The output of a program; `None` if it does not start or fails.
pub fn output_of(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let command = command(program, arguments);
    command.stderr_null().read().ok()
}

/// Whether a program succeeds within a time limit, after which it is killed.
pub fn succeeds_within(command: Expression, time: Duration) -> bool {
    let Ok(handle) = command.stdout_null().stderr_null().unchecked().start() else {
        return false;
    };
    match handle.wait_timeout(time) {
        Ok(Some(output)) => output.status.success(),
        _ => {
            // It may have ended meanwhile, which is what is wanted.
            let _ = handle.kill();
            false
        }
    }
}

/// Runs a program and passes on each line of its output.
pub fn each_line(command: Expression, mut line: impl FnMut(&str)) -> Result<()> {
    let reader = command.unchecked().reader()?;
    for text in BufReader::new(&reader).split(b'\n') {
        line(&String::from_utf8_lossy(&text?));
    }
    match reader.try_wait()? {
        Some(output) if output.status.success() => Ok(()),
        Some(output) => bail!("it ended with {}", output.status),
        None => bail!("it goes on without its output"),
    }
}

/// Whether GitHub can be reached, for releases of tools and the advisory database.
pub fn reaches(repository: &str) -> bool {
    let ask = duct::cmd!("git", "ls-remote", "--exit-code", repository, "HEAD");
    let ask = ask.env("GIT_TERMINAL_PROMPT", "0");
    succeeds_within(ask, Duration::from_secs(10))
}

/// Installs packages on Debian-based systems, as root.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    if which::which("apt-get").is_err() || output_of("id", &["-u"]).as_deref() != Some("0") {
        bail!("only root on Debian and its like can install it with apt-get");
    }
    println!("Installing {} with apt-get", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let command = command("apt-get", arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command.run().map(|_| ())
    };
    apt(&["update"])?;
    let install = ["install", "-y", "--no-install-recommends"];
    Ok(apt(&[&install, packages].concat())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn success_does_not_come_after_its_time() {
        let within = |script: &str| {
            succeeds_within(duct::cmd!("sh", "-c", script), Duration::from_millis(500))
        };
        assert!(within("exit 0"));
        assert!(!within("exit 1"));
        assert!(!within("exec sleep 60"));
    }

    #[test]
    fn what_the_user_set_stays() {
        assert!(is_from_cargo_run("CARGO_PKG_NAME"));
        assert!(!is_from_cargo_run("CARGO_TARGET_DIR"));
        assert!(!is_from_cargo_run("CARGO_HOME"));
    }
}
