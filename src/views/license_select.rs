//! The license type of one user.

use leptos::ev;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::model::choices::TypeChoice;
use crate::model::draft::Target;
use crate::model::entry::{Entry, Hindrance};
use crate::model::ids::UserId;
use crate::store::Store;
use crate::text::{self, say};

/// A dropdown that drafts; what cannot be chosen is disabled and says why.
#[component]
pub fn LicenseSelect(
    user: UserId,
    entry: Signal<Option<Entry>>,
    needs_number: Memo<bool>,
    title: Signal<String>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/license_select.css");
    let store = Store::expect();
    let license = Memo::new(move |_| entry.get().and_then(|entry| entry.license));
    let held = Memo::new(move |_| entry.get().map(|entry| entry.held).unwrap_or_default());
    let hindrance = Memo::new(move |_| {
        entry
            .get()
            .and_then(|entry| entry.hindrance(needs_number.get()))
    });
    let is_fixed = Memo::new(move |_| {
        !store.is_editable()
            || store.is_running()
            || entry.get().is_none_or(|entry| entry.is_fixed())
    });
    let changes = Memo::new(move |_| entry.get().is_some_and(|entry| entry.license_changes));
    let choose = move |event: ev::Event| {
        let target = event_target_value(&event)
            .parse()
            .map_or(Target::NoLicense, Target::License);
        store.choose_license(user, target);
    };
    let option = move |choice: TypeChoice| {
        let TypeChoice {
            id,
            name,
            unavailable,
        } = choice;
        let is_held = Memo::new(move |_| held.with(|held| held.contains(&id)));
        let why_not = Memo::new(move |_| {
            let hindrance = hindrance.get().map(hindrance_text);
            hindrance
                .or(unavailable.map(text::unavailable))
                .filter(|_| !is_held.get())
        });
        let label = move || match why_not.get() {
            Some(why) => say!("choice.disabled", name = name, why = why),
            None => name.clone(),
        };
        view! {
            <option
                value=id.to_string()
                disabled=move || why_not.get().is_some()
                prop:selected=move || license.get() == Some(id)
            >
                {label}
            </option>
        }
    };
    view! { class=cls,
        <select
            class="license"
            class:changed=changes
            aria-label=move || say!("row.license", name = title.get())
            disabled=is_fixed
            on:change=choose
        >
            <option value="" prop:selected=move || license.get().is_none()>
                {move || if store.is_editable() { say!("license.none") } else { say!("license.reading") }}
            </option>
            {move || store.type_choices().into_iter().map(option).collect_view()}
        </select>
    }
}

fn hindrance_text(hindrance: Hindrance) -> String {
    match hindrance {
        Hindrance::Inactive => say!("choice.inactive"),
        Hindrance::NumberFirst => say!("choice.number_first"),
    }
}
