//! Texts on the result of a run.

use crate::components::{Meaning, Shape, Status};
use crate::domain::undo::Undone;
use crate::engine::Tally;
use crate::features::run::ended_run::EndedRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::i18n::{self, count, say};

/// How the run ended, and what is still pending.
pub(crate) fn status(session: Session, runs: Runs, run: &EndedRun) -> Status {
    let (shape, meaning) = match run.report.tally {
        Tally { users, changed, .. } if changed == users => (Shape::Done, Meaning::Good),
        Tally { changed: 0, .. } => (Shape::Refused, Meaning::Bad),
        _ => (Shape::Warning, Meaning::Warning),
    };
    let emails = || run.report.emails().filter(|emails| *emails > 0);
    Status {
        shape,
        meaning,
        title: result(session, run),
        detail: match runs.drafting.drafted(run.application) {
            0 => emails().map_or_else(String::new, |emails| count("result.emails", emails)),
            pending => count("result.pending", pending),
        },
    }
}

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
