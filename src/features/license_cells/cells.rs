//! The license cells of a user's row: number, license, and notes. Part of the second module.

use leptos::prelude::*;
use stylers::style_sheet;

use super::license_select::LicenseSelect;
use super::number_select::NumberSelect;
use super::revert::Revert;
use super::row_content::{RowContent, Shared, row_content};
use crate::components::{Meaning, Note, unique_id};
use crate::domain::application_view::NumberStanding;
use crate::domain::directory::LicenseStatus;
use crate::domain::lookalike::mixes_alphabets;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::features::table::page_rows::PageRow;
use crate::i18n::{self, say};

type Remark = Option<(String, Meaning)>;

/// The cells with a user's number, if the application uses numbers, and license.
#[component]
pub fn LicenseCells(
    row: PageRow,
    /// What all rows have in common.
    shared: Shared,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/license_cells.css");
    let account = Account::expect();
    let user = row.user;
    let row = row_content(row, shared);
    let id = StoredValue::new(unique_id());
    let is_lookalike = move || user.with(|user| mixes_alphabets(&user.email));
    let notes = Memo::new(move |_| {
        let of_row = |row: &RowContent| {
            let view = &row.view;
            [
                problem(account, row),
                standing(view),
                unregistered(view),
                was(account, view),
                number_was(view),
            ]
        };
        let of_row = row.with(|row| row.as_ref().map(of_row).unwrap_or_default());
        let notes = of_row.into_iter().chain([lookalike(is_lookalike())]);
        notes.flatten().collect::<Vec<_>>()
    });
    let note = |(text, meaning)| view! { <Note text meaning/> };
    let notes = move || notes.get().into_iter().map(note).collect_view();
    let mark = move || row.with(|row| row.as_ref().and_then(mark));
    let is_revertible =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(RowContent::is_revertible)));
    // Hidden from then on when it has no use: adding and removing buttons is slow.
    let has_revert = Memo::new(move |had: Option<&bool>| had == Some(&true) || is_revertible.get());
    view! { class=cls,
        <Show when=move || shared.needs_number.get()>
            <td class="number" role="cell" data-head=say!("table.number")>
                <NumberSelect user row notes=id.get_value()/>
            </td>
        </Show>
        <td class="license" role="cell" data-head=say!("table.license") data-mark=mark>
            <div class="pick">
                <LicenseSelect user row notes=id.get_value()/>
                <span class="notes" id=id.get_value()>{notes}</span>
                {move || has_revert.get().then(|| view! { <Revert user row is_revertible/> })}
            </div>
        </td>
    }
}

/// Whether the row has a pending change, and whether it is blocked or has failed.
fn mark(row: &RowContent) -> Option<&'static str> {
    let failed = row.outcome.as_ref().and_then(i18n::outcome).is_some();
    match row.view.blocked {
        _ if !row.view.is_pending() => None,
        _ if failed => Some("failed"),
        Some(_) => Some("blocked"),
        None => Some("changed"),
    }
}

/// Warns of an address with look-alike characters.
fn lookalike(is_lookalike: bool) -> Remark {
    is_lookalike.then(|| (say!("row.mixed_alphabets"), Meaning::Warning))
}

/// The previous license, if it changes.
fn was(account: Account, row: &RowView) -> Remark {
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

fn number_was(row: &RowView) -> Remark {
    let held = row.number_held.filter(|_| row.number_changes)?;
    Some((say!("row.was", what = held), Meaning::Neutral))
}

fn unregistered(row: &RowView) -> Remark {
    match row.standing {
        _ if row.number_changes => None,
        NumberStanding::Unregistered => Some((say!("number.unregistered"), Meaning::Warning)),
        NumberStanding::Unconfirmed => Some((say!("number.unconfirmed"), Meaning::Neutral)),
        NumberStanding::None | NumberStanding::Registered => None,
    }
}

/// The status of the license, unless it is active.
fn standing(row: &RowView) -> Remark {
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
fn problem(account: Account, row: &RowContent) -> Remark {
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
