//! Texts on the active run.

use super::state::Runs;
use crate::engine::Halt;
use crate::features::session::Session;
use crate::i18n::{count, number, say};

/// What the run does at present.
pub(crate) fn state(runs: Runs) -> String {
    let application = runs.run_application();
    let name = application.map_or_else(String::new, |each| each.application.name);
    let (is_stopping, is_halted) = runs.with_run(|run| {
        run.map_or((false, false), |run| {
            (run.run.is_stopping(), run.run.halt().is_some())
        })
    });
    if is_halted {
        say!("run.state_paused", name = name)
    } else if is_stopping {
        say!("run.state_stopping", name = name)
    } else {
        say!("run.state", name = name)
    }
}

/// The number of settled users.
pub(crate) fn progress(runs: Runs) -> Option<String> {
    let name = runs.run_application()?.application.name;
    let tally = runs.with_run(|run| Some(run?.run.tally()))?;
    Some(say!(
        "run.progress",
        name = name,
        settled = number(tally.settled()),
        users = count("count.users", tally.users)
    ))
}

/// Why the run does not go on, or not for all users.
pub(crate) fn obstacle(session: Session, runs: Runs) -> Option<String> {
    let is_stopping = runs.with_run(|run| run.is_some_and(|run| run.run.is_stopping()));
    Some(match runs.run_halt() {
        None if is_stopping => say!("run.stopping"),
        None => return None,
        Some(Halt::Paused) => say!("run.paused"),
        Some(Halt::SignedOut) if session.is_another_administrator() => {
            say!("run.another_administrator")
        }
        Some(Halt::SignedOut) => say!("run.signed_out"),
        Some(Halt::CircuitOpen(words)) => say!("run.circuit_open", words = words),
    })
}
