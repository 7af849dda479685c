//! One user: who, status, number, license, and what stands in the way.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::components::{Meaning, Note};
use crate::domain::application_view::NumberStanding;
use crate::domain::directory::{LicenseStatus, UserStatus};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::lookalike::mixes_alphabets;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::features::drafting::license_select::LicenseSelect;
use crate::features::drafting::number_select::NumberSelect;
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::i18n::{self, say};

type Remark = Option<(String, Meaning)>;

/// A row of the table.
#[component]
pub fn UserRow(user: UserId) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_row.css");
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    account.watch_user(user);
    let pending = Memo::new(move |_| drafting.pending_change(user));
    let blocked = Memo::new(move |_| drafting.block_reason(user));
    let entry = Memo::new(move |_| table.entry(user, pending.get(), blocked.get()));
    let read = move |look: fn(&RowView) -> String| {
        entry.with(|entry| entry.as_ref().map(look).unwrap_or_default())
    };
    let title = Signal::derive(move || read(RowView::label));
    let note = move |say: fn(Account, Drafting, &RowView) -> Remark| {
        Memo::new(move |_| entry.with(|entry| say(account, drafting, entry.as_ref()?))).into()
    };
    let outcome = Memo::new(move |_| runs.outcome(user));
    let problem = Memo::new(move |_| {
        let outcome = outcome.get();
        entry.with(|entry| problem(account, drafting, entry.as_ref()?, outcome))
    });
    let selected = Memo::new(move |_| table.is_selected(user));
    let select = move |event: MouseEvent| {
        let target = event
            .current_target()
            .and_then(|at| at.dyn_into::<HtmlInputElement>().ok());
        if let Some(checkbox) = target {
            table.select(user, checkbox.checked(), event.shift_key());
        }
    };
    view! { class=cls,
        <tr class="row" class:selected=selected>
            <td class="select">
                <input
                    class="check"
                    type="checkbox"
                    aria-label=move || say!("row.select", name = title.get())
                    prop:checked=selected
                    on:click=select
                />
            </td>
            <td class="who">
                <bdi class="name">{move || read(name)}</bdi>
                <bdi class="email">{move || read(|entry| entry.email.clone())}</bdi>
                <Note note=note(lookalike)/>
            </td>
            <td class="status"><Note note=note(status)/></td>
            <Show when=move || table.needs_number()>
                <td class="number">
                    <NumberSelect user entry title/>
                    <Note note=note(number_was)/>
                    <Note note=note(unregistered)/>
                </td>
            </Show>
            <td class="license">
                <LicenseSelect user entry title/>
                <Note note=note(was)/>
                <Note note=note(standing)/>
                <Note note=problem.into()/>
            </td>
        </tr>
    }
}

fn name(entry: &RowView) -> String {
    if entry.name.is_empty() {
        say!("row.nameless")
    } else {
        entry.name.clone()
    }
}

/// An address that could be taken for another.
fn lookalike(_: Account, _: Drafting, entry: &RowView) -> Remark {
    mixes_alphabets(&entry.email).then(|| (say!("row.mixed_alphabets"), Meaning::Warning))
}

fn status(_: Account, _: Drafting, entry: &RowView) -> Remark {
    Some(match entry.status {
        UserStatus::Active => (say!("row.active"), Meaning::Good),
        UserStatus::Inactive => (say!("row.inactive"), Meaning::Neutral),
    })
}

/// What the license was, where it changes.
fn was(_: Account, drafting: Drafting, entry: &RowView) -> Remark {
    entry.license_changes.then(|| {
        let held: Vec<String> = entry
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

fn number_was(_: Account, _: Drafting, entry: &RowView) -> Remark {
    let held = entry.number_held.filter(|_| entry.number_changes)?;
    Some((say!("row.was", what = held), Meaning::Aside))
}

fn unregistered(_: Account, _: Drafting, entry: &RowView) -> Remark {
    match entry.standing {
        _ if entry.number_changes => None,
        NumberStanding::Unregistered => Some((say!("number.unregistered"), Meaning::Warning)),
        NumberStanding::Unconfirmed => Some((say!("number.unconfirmed"), Meaning::Aside)),
        NumberStanding::None | NumberStanding::Registered => None,
    }
}

/// Where the license stands, if it is not simply in force.
fn standing(_: Account, _: Drafting, entry: &RowView) -> Remark {
    let text = match entry.license_status.as_ref() {
        _ if entry.held.len() > 1 && !entry.license_changes => {
            say!("row.several", n = entry.held.len())
        }
        None | Some(LicenseStatus::Active) => return None,
        Some(LicenseStatus::Pending) => say!("row.pending"),
        Some(LicenseStatus::Other(status)) => status.to_string(),
    };
    Some((text, Meaning::Warning))
}

/// The outcome of the run, else the block reason.
fn problem(account: Account, _: Drafting, entry: &RowView, outcome: Option<Outcome>) -> Remark {
    let is_pending = entry.license_changes || entry.number_changes;
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
    let why = entry.blocked?;
    Some((i18n::blocked(why, &account.catalog()), Meaning::Warning))
}

fn type_name(drafting: Drafting, product: ProductId) -> String {
    let choices = drafting.type_choices();
    choices
        .into_iter()
        .find(|each| each.id == product)
        .map_or_else(|| product.to_string(), |each| each.name)
}
