//! Texts on the result of a run.

use crate::domain::undo::Undone;
use crate::features::run::ended_run::EndedRun;
use crate::features::session::Session;
use crate::i18n::{self, count, say};

/// How many users ended how.
pub(crate) fn result(session: Session, run: &EndedRun) -> String {
    let name = session.application_at(run.application).application.name;
    say!(
        "run.result",
        name = name,
        what = i18n::tally(run.report.tally)
    )
}

/// What undo has drafted.
pub(crate) fn undone(undone: &Undone) -> String {
    match undone.drafted.len() {
        0 => say!("run.nothing_to_undo"),
        users => count("run.undone", users),
    }
}
