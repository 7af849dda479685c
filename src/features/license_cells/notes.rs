//! The notes beside a user's license, and the mark of the row.

use super::row_content::RowContent;
use crate::components::{Meaning, NoteText};
use crate::domain::application_view::NumberStanding;
use crate::domain::directory::LicenseStatus;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::i18n::{self, say};

/// The notes of a row, the most important one first.
pub(super) fn notes(account: Account, row: &RowContent) -> Vec<NoteText> {
    let view = &row.view;
    let notes = [
        problem(account, row),
        standing(view),
        unregistered(view),
        was(account, view),
        number_was(view),
        lookalike(row.is_lookalike),
    ];
    notes.into_iter().flatten().collect()
}

/// Whether the row has a pending change, and whether it is blocked or has failed.
pub(super) fn mark(row: &RowContent) -> Option<&'static str> {
    let failed = row.outcome.as_ref().and_then(i18n::outcome).is_some();
    match row.view.blocked {
        _ if !row.view.is_pending() => None,
        _ if failed => Some("failed"),
        Some(_) => Some("blocked"),
        None => Some("changed"),
    }
}

/// Warns of an address with look-alike characters.
fn lookalike(is_lookalike: bool) -> Option<NoteText> {
    is_lookalike.then(|| (say!("row.mixed_alphabets"), Meaning::Warning))
}

/// The previous license, if it changes.
fn was(account: Account, row: &RowView) -> Option<NoteText> {
    row.license_changes.then(|| {
        let catalog = account.catalog();
        let held = row.held.iter();
        let held: Vec<String> = held
            .map(|product| i18n::type_name(*product, &catalog))
            .collect();
        let was = if held.is_empty() {
            say!("row.was_none")
        } else {
            say!("row.was", what = i18n::list(&held))
        };
        (was, Meaning::Neutral)
    })
}

fn number_was(row: &RowView) -> Option<NoteText> {
    let held = row.number_held.filter(|_| row.number_changes)?;
    Some((say!("row.was", what = held), Meaning::Neutral))
}

fn unregistered(row: &RowView) -> Option<NoteText> {
    match row.standing {
        _ if row.number_changes => None,
        NumberStanding::Unregistered => Some((say!("number.unregistered"), Meaning::Warning)),
        NumberStanding::Unconfirmed => Some((say!("number.unconfirmed"), Meaning::Neutral)),
        NumberStanding::None | NumberStanding::Registered => None,
    }
}

/// The status of the license, unless it is active.
fn standing(row: &RowView) -> Option<NoteText> {
    let text = match row.license_status.as_ref() {
        _ if row.held.len() > 1 && !row.license_changes => {
            say!("row.several", n = i18n::number(row.held.len()))
        }
        None | Some(LicenseStatus::Active) => return None,
        Some(LicenseStatus::Pending) => say!("row.pending"),
        Some(LicenseStatus::Other(status)) => status.to_string(),
    };
    Some((text, Meaning::Warning))
}

/// The outcome of the run, or the block reason.
fn problem(account: Account, row: &RowContent) -> Option<NoteText> {
    let view = &row.view;
    let is_pending = view.is_pending();
    match &row.outcome {
        Some(Outcome::Waiting) => return Some((say!("row.waiting"), Meaning::Neutral)),
        Some(Outcome::Running) => return Some((say!("row.running"), Meaning::Busy)),
        Some(Outcome::Changed) if !is_pending => return Some((say!("row.changed"), Meaning::Good)),
        Some(outcome) if is_pending => {
            if let Some(text) = i18n::outcome(outcome) {
                return Some((text, Meaning::Bad));
            }
        }
        _ => {}
    }
    let why = view.blocked?;
    Some((i18n::blocked(why, &account.catalog()), Meaning::Warning))
}
