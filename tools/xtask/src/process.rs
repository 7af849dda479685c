//! Runs other programs: to their end, or side by side until one ends or Ctrl-C.

use anyhow::{Context, Result, bail};
use std::env;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const POLL: Duration = Duration::from_millis(50);
/// How long a program may take to end by itself after Ctrl-C, which the terminal sends to it too.
const GRACE: Duration = Duration::from_secs(1);
/// How long it may take after it was asked.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes away what `cargo run` put into the environment of this program. Build scripts that look at it
/// would run again, and compile for minutes, whenever cargo is called from here and by hand in turn.
pub fn as_by_hand(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let from_cargo = name.to_str().is_some_and(is_from_cargo_run);
        if from_cargo {
            command.env_remove(name);
        }
    }
}

fn is_from_cargo_run(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "CARGO",
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_MANIFEST_LINKS",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
        "RUSTC_BOOTSTRAP",
    ];
    name.starts_with("CARGO_PKG_") || NAMES.contains(&name)
}

/// Runs a program to its end; `what` completes "could not ...".
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = command.status().with_context(|| {
        format!(
            "could not {what}: {:?} did not start; is it installed and on PATH?",
            command.get_program()
        )
    })?;
    if !status.success() {
        bail!(
            "could not {what}: {:?} ended with {status}; its own message is above",
            command.get_program()
        );
    }
    Ok(())
}

/// Whether a program succeeds before the time is over; it is ended then.
pub fn succeeds_within(command: &mut Command, time: Duration) -> bool {
    let silent = command.stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut program) = Background::start("it", silent) else {
        return false;
    };
    program.ends_within(time) && program.check().is_ok()
}

/// What a program prints; `None` when it does not start or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// From here on Ctrl-C does not end this program but [`until_one_ends`].
pub fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst))
        .context("could not listen for Ctrl-C")
}

/// Whether Ctrl-C was pressed since [`catch_interrupts`].
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A program in the background; ends with the value that holds it.
pub struct Background {
    name: &'static str,
    child: Child,
}

impl Background {
    /// Starts the program.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("could not start {name}: {:?}", command.get_program()))?;
        Ok(Self { name, child })
    }

    /// Fails when the program has ended, which none here should do by itself.
    pub fn check(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) if interrupted() || status.success() => Ok(()),
            Ok(Some(status)) => bail!(
                "{} ended with {status}; its own message is above",
                self.name
            ),
            Err(error) => Err(error).with_context(|| format!("could not watch {}", self.name)),
        }
    }

    fn ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn ends_within(&mut self, time: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < time {
            if self.ended() {
                return true;
            }
            thread::sleep(POLL);
        }
        self.ended()
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            let id = nix::unistd::Pid::from_raw(id);
            // It may have ended meanwhile, which is what is wanted.
            let _ = nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM);
        }
    }

    #[cfg(not(unix))]
    fn ask_to_end(&self) {}
}

impl Drop for Background {
    fn drop(&mut self) {
        if self.ended() || interrupted() && self.ends_within(GRACE) {
            return;
        }
        self.ask_to_end();
        if !self.ends_within(PATIENCE) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Waits until one of the programs ends or Ctrl-C, then ends the others.
pub fn until_one_ends(mut programs: Vec<Background>) -> Result<()> {
    loop {
        if interrupted() {
            return Ok(());
        }
        for program in &mut programs {
            if program.ended() {
                return program.check();
            }
        }
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn success_does_not_come_after_its_time() {
        let within = |script: &str| {
            let mut command = Command::new("sh");
            succeeds_within(command.args(["-c", script]), Duration::from_millis(500))
        };
        assert!(within("exit 0"));
        assert!(!within("exit 1"));
        assert!(!within("exec sleep 60"));
    }

    #[test]
    fn what_the_user_set_stays() {
        assert!(is_from_cargo_run("CARGO_PKG_NAME"));
        assert!(is_from_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!is_from_cargo_run("CARGO_TARGET_DIR"));
        assert!(!is_from_cargo_run("CARGO_HOME"));
    }
}
