//! The license cells of a user's row: number, license, and notes. Part of the second module.

use leptos::prelude::*;
use stylers::style_sheet;

use super::license_select::LicenseSelect;
use super::number_select::NumberSelect;
use crate::components::{Meaning, Note};
use crate::domain::application_view::NumberStanding;
use crate::domain::directory::LicenseStatus;
use crate::domain::ids::ProductId;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::features::table::user_row::RowUser;
use crate::i18n::{self, say};

type Remark = Option<(String, Meaning)>;

/// The cells with a user's number, if the application uses numbers, and license.
#[component]
pub fn LicenseCells(
    user: RowUser,
    /// Name and email.
    title: Signal<String>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/license_cells.css");
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let pending = Memo::new(move |_| {
        let user = user.get();
        user.map(|user| drafting.pending_change(user))
            .unwrap_or_default()
    });
    let blocked = Memo::new(move |_| drafting.block_reason(user.get()?));
    let row = Memo::new(move |_| table.row_view(user.get()?, pending.get(), blocked.get()));
    let note = move |say: fn(Drafting, &RowView) -> Remark| {
        Memo::new(move |_| row.with(|row| say(drafting, row.as_ref()?))).into()
    };
    let outcome = Memo::new(move |_| runs.outcome(user.get()?));
    let problem = Memo::new(move |_| {
        let outcome = outcome.get();
        row.with(|row| problem(account, row.as_ref()?, outcome))
    });
    view! { class=cls,
        <Show when=move || table.needs_number()>
            <td class="number">
                <NumberSelect user row title/>
                <Note note=note(number_was)/>
                <Note note=note(unregistered)/>
            </td>
        </Show>
        <td class="license">
            <LicenseSelect user row title/>
            <Note note=note(was)/>
            <Note note=note(standing)/>
            <Note note=problem.into()/>
        </td>
    }
}

/// The previous license, if it changes.
fn was(drafting: Drafting, row: &RowView) -> Remark {
    row.license_changes.then(|| {
        let held: Vec<String> = row
            .held
            .iter()
            .map(|product| type_name(drafting, *product))
            .collect();
        let was = if held.is_empty() {
            say!("row.was_none")
        } else {
            say!("row.was", what = i18n::list(&held))
        };
        (was, Meaning::Aside)
    })
}

fn number_was(_: Drafting, row: &RowView) -> Remark {
    let held = row.number_held.filter(|_| row.number_changes)?;
    Some((say!("row.was", what = held), Meaning::Aside))
}

fn unregistered(_: Drafting, row: &RowView) -> Remark {
    match row.standing {
        _ if row.number_changes => None,
        NumberStanding::Unregistered => Some((say!("number.unregistered"), Meaning::Warning)),
        NumberStanding::Unconfirmed => Some((say!("number.unconfirmed"), Meaning::Aside)),
        NumberStanding::None | NumberStanding::Registered => None,
    }
}

/// The status of the license, unless it is active.
fn standing(_: Drafting, row: &RowView) -> Remark {
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
fn problem(account: Account, row: &RowView, outcome: Option<Outcome>) -> Remark {
    let is_pending = row.license_changes || row.number_changes;
    match &outcome {
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
    let why = row.blocked?;
    Some((i18n::blocked(why, &account.catalog()), Meaning::Warning))
}

fn type_name(drafting: Drafting, product: ProductId) -> String {
    let choices = drafting.type_choices();
    choices
        .into_iter()
        .find(|each| each.id == product)
        .map_or_else(|| product.to_string(), |each| each.name)
}
