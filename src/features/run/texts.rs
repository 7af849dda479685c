//! Texts on the active run.

use super::state::Runs;
use crate::components::{Meaning, Shape, Status};
use crate::engine::Halt;
use crate::features::session::Session;
use crate::i18n::{self, count, joined, number, say};

/// What the run does at present, and how far it is.
pub(crate) fn status(runs: Runs) -> Status {
    let (shape, meaning) = match runs.run_halt() {
        Some(Halt::CircuitOpen(_)) => (Shape::Clock, Meaning::Neutral),
        Some(Halt::Paused | Halt::SignedOut) => (Shape::Paused, Meaning::Neutral),
        None if is_stopping(runs) => (Shape::Running, Meaning::Neutral),
        None => (Shape::Running, Meaning::Busy),
    };
    let (failed, left) = runs
        .with_run(|run| {
            let run = run?;
            Some((run.run.tally().failed, run.time_left()))
        })
        .unwrap_or_default();
    Status {
        shape,
        meaning,
        title: state(runs),
        detail: joined([
            Some(settled(runs)),
            (failed > 0).then(|| count("run.failed", failed)),
            left.map(i18n::time_left),
        ]),
    }
}

/// What the run does at present.
pub(crate) fn state(runs: Runs) -> String {
    let application = runs.run_application();
    let name = application.map_or_else(String::new, |each| each.application.name);
    match runs.run_halt() {
        Some(Halt::CircuitOpen(_)) => say!("run.state_retrying"),
        Some(Halt::Paused | Halt::SignedOut) => say!("run.state_paused", name = name),
        None if is_stopping(runs) => say!("run.state_stopping", name = name),
        None => say!("run.state", name = name),
    }
}

/// Whether the run ends early.
pub(crate) fn is_stopping(runs: Runs) -> bool {
    runs.with_run(|run| run.is_some_and(|run| run.run.is_stopping()))
}

/// How many users are settled.
pub(crate) fn settled(runs: Runs) -> String {
    let tally = runs.with_run(|run| run.map(|run| run.run.tally()).unwrap_or_default());
    say!(
        "run.settled",
        settled = number(tally.settled()),
        users = count("count.users", tally.users)
    )
}

/// How many users are settled, and how many there are.
pub(crate) fn share(runs: Runs) -> Option<(u32, u32)> {
    let tally = runs.with_run(|run| Some(run?.run.tally()))?;
    share_of(tally.settled(), tally.users)
}

/// So many of these users, for a progress bar.
pub(crate) fn share_of(settled: usize, users: usize) -> Option<(u32, u32)> {
    Some((u32::try_from(settled).ok()?, u32::try_from(users).ok()?))
}

/// The same, and what is changed.
pub(crate) fn progress(runs: Runs) -> Option<String> {
    let name = runs.run_application()?.application.name;
    let tally = runs.with_run(|run| Some(run?.run.tally()))?;
    Some(progress_of(name, tally.settled(), tally.users))
}

/// What a run changes, here or in another tab, and how many users are settled.
pub(crate) fn progress_of(name: String, settled: usize, users: usize) -> String {
    say!(
        "run.progress",
        name = name,
        settled = number(settled),
        users = count("count.users", users)
    )
}

/// Why the run does not go on, or not for all users.
pub(crate) fn obstacle(session: Session, runs: Runs) -> Option<String> {
    Some(match runs.run_halt() {
        None if is_stopping(runs) => say!("run.stopping"),
        None => return None,
        Some(Halt::Paused) => say!("run.paused"),
        Some(Halt::SignedOut) if session.is_another_administrator() => {
            say!("run.another_administrator")
        }
        Some(Halt::SignedOut) => say!("run.signed_out"),
        Some(Halt::CircuitOpen(words)) => say!("run.circuit_open", words = words),
    })
}
