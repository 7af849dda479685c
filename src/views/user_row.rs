//! One user: who, status, number, license, and what stands in the way.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;

use super::license_select::LicenseSelect;
use super::number_select::NumberSelect;
use crate::model::directory::{LicenseStatus, UserStatus};
use crate::model::entry::Entry;
use crate::model::ids::{ProductId, UserId};
use crate::model::scope::NumberStanding;
use crate::run::Outcome;
use crate::store::Store;
use crate::text::{self, say};

/// A row of the table.
#[component]
pub fn UserRow(user: UserId, needs_number: Memo<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_row.css");
    let store = Store::expect();
    let entry = Memo::new(move |_| store.entry(user));
    let entry = Signal::derive(move || entry.get());
    let title = move || {
        entry
            .get()
            .map(|entry| entry.title().to_owned())
            .unwrap_or_default()
    };
    let name = move || entry.get().map(|entry| entry.name).unwrap_or_default();
    let email = move || entry.get().map(|entry| entry.email).unwrap_or_default();
    let selected = Memo::new(move |_| store.is_selected(user));
    let outcome = Memo::new(move |_| store.outcome(user));
    let is_active = move || {
        entry
            .get()
            .is_some_and(|entry| entry.status == UserStatus::Active)
    };
    let changes = move || {
        entry
            .get()
            .is_some_and(|entry| entry.license_changes || entry.number_changes)
    };
    let select = move |event: MouseEvent| {
        let range = event.shift_key();
        if let Some(checkbox) = event
            .current_target()
            .and_then(|at| at.dyn_into::<web_sys::HtmlInputElement>().ok())
        {
            store.select(user, checkbox.checked(), range);
        }
    };
    view! { class=cls,
        <tr class="row" class:selected=selected class:changed=changes>
            <td class="select">
                <input
                    class="check"
                    type="checkbox"
                    aria-label=move || say!("row.select", name = title())
                    prop:checked=selected
                    on:click=select
                />
            </td>
            <td class="who">
                <bdi class="name">{move || { let name = name(); if name.is_empty() { say!("row.nameless") } else { name } }}</bdi>
                <bdi class="email">{email}</bdi>
            </td>
            <td class="status">
                <span class="tag" class:good=is_active>
                    {move || if is_active() { say!("row.active") } else { say!("row.inactive") }}
                </span>
            </td>
            <Show when=move || needs_number.get()>
                <td class="number">
                    <NumberSelect user entry title=Signal::derive(title)/>
                    {move || entry.get().and_then(|entry| was_number(&entry)).map(|was| view! { class=cls, <span class="was">{was}</span> })}
                    {move || is_unregistered(entry.get()).then(|| view! { class=cls, <span class="tag warn">{say!("number.unregistered")}</span> })}
                </td>
            </Show>
            <td class="license">
                <LicenseSelect user entry needs_number title=Signal::derive(title)/>
                {move || entry.get().and_then(|entry| was(store, &entry)).map(|was| view! { class=cls, <span class="was">{was}</span> })}
                {move || entry.get().and_then(|entry| license_tag(&entry)).map(|text| view! { class=cls, <span class="tag warn">{text}</span> })}
                {move || problem(store, entry.get(), outcome.get()).map(|(text, tone)| view! { class=cls, <span class=format!("tag {tone}")>{text}</span> })}
            </td>
        </tr>
    }
}

/// What the license was, where it changes.
fn was(store: Store, entry: &Entry) -> Option<String> {
    entry.license_changes.then(|| {
        let held: Vec<String> = entry
            .held
            .iter()
            .map(|product| type_name(store, *product))
            .collect();
        if held.is_empty() {
            say!("row.was_none")
        } else {
            say!("row.was", what = held.join(" + "))
        }
    })
}

fn was_number(entry: &Entry) -> Option<String> {
    let held = entry.number_held.filter(|_| entry.number_changes)?;
    Some(say!("row.was", what = held))
}

fn is_unregistered(entry: Option<Entry>) -> bool {
    entry.is_some_and(|entry| {
        entry.standing == NumberStanding::Unregistered && !entry.number_changes
    })
}

/// Where the license stands, if it is not simply in force.
fn license_tag(entry: &Entry) -> Option<String> {
    if entry.held.len() > 1 && !entry.license_changes {
        return Some(say!("row.several", n = entry.held.len()));
    }
    match entry.license_status.as_ref()? {
        LicenseStatus::Active => None,
        LicenseStatus::Pending => Some(say!("row.pending")),
        LicenseStatus::Other(status) => Some(status.to_string()),
    }
}

/// What a run says of the user, else why the wish cannot be met.
fn problem(
    store: Store,
    entry: Option<Entry>,
    outcome: Option<Outcome>,
) -> Option<(String, &'static str)> {
    let is_wished = entry
        .as_ref()
        .is_some_and(|entry| entry.license_changes || entry.number_changes);
    match &outcome {
        Some(Outcome::Waiting) => return Some((say!("row.waiting"), "")),
        Some(Outcome::Running) => return Some((say!("row.running"), "busy")),
        Some(Outcome::Changed) if !is_wished => return Some((say!("row.changed"), "good")),
        Some(outcome @ (Outcome::Failed(_) | Outcome::Unchanged)) if is_wished => {
            return text::outcome(outcome).map(|text| (text, "bad"));
        }
        _ => {}
    }
    let why = entry?.blocked?;
    Some((text::blocked(why, &store.catalog()), "warn"))
}

fn type_name(store: Store, product: ProductId) -> String {
    let choices = store.type_choices();
    choices
        .into_iter()
        .find(|each| each.id == product)
        .map_or_else(|| product.to_string(), |each| each.name)
}
