//! The license type of one user.

use leptos::prelude::*;

use crate::model::choices::TypeChoice;
use crate::model::draft::Target;
use crate::model::entry::{Entry, Hindrance};
use crate::model::ids::UserId;
use crate::reactive::{derived, memo};
use crate::store::Store;
use crate::text::{self, say};
use crate::ui::{Select, SelectOption, Width};

/// A dropdown that drafts; what cannot be chosen is disabled and says why.
#[component]
pub fn LicenseSelect(
    user: UserId,
    entry: Memo<Option<Entry>>,
    title: Signal<String>,
) -> impl IntoView {
    let store = Store::expect();
    let options = memo(move || {
        let none = if store.is_editable() {
            say!("license.none")
        } else {
            say!("license.reading")
        };
        let needs_number = store.needs_number();
        let types = store.type_choices().into_iter().map(|choice| {
            entry.with(|entry| match entry {
                Some(entry) => option(choice, entry, needs_number),
                None => SelectOption::default(),
            })
        });
        std::iter::once(SelectOption::new("", none))
            .chain(types)
            .collect()
    });
    let value = move || {
        let license = entry.with(|entry| entry.as_ref().and_then(|entry| entry.license));
        license
            .map(|license| license.to_string())
            .unwrap_or_default()
    };
    let is_fixed = move || {
        let by_user = entry.with(|entry| entry.as_ref().is_none_or(Entry::is_fixed));
        by_user || store.is_running() || !store.is_editable()
    };
    let changes =
        move || entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.license_changes));
    let choose = move |value: String| {
        store.choose_license(
            user,
            value.parse().map_or(Target::NoLicense, Target::License),
        );
    };
    view! {
        <Select
            label=derived(move || say!("row.license", name = title.get()))
            options=options.into()
            value=memo(value).into()
            on_choose=Callback::new(choose)
            disabled=memo(is_fixed).into()
            marked=memo(changes).into()
            width=Width::Wide
        />
    }
}

/// What a user holds already can be chosen again, whatever stands in the way of giving it to others.
fn option(choice: TypeChoice, entry: &Entry, needs_number: bool) -> SelectOption {
    let TypeChoice {
        id,
        name,
        unavailable,
    } = choice;
    let hindrance = entry.hindrance(needs_number).map(hindrance_text);
    let why_not = hindrance
        .or(unavailable.map(text::unavailable))
        .filter(|_| !entry.held.contains(&id));
    match why_not {
        Some(why) => SelectOption {
            disabled: true,
            ..SelectOption::new(id, say!("choice.disabled", name = name, why = why))
        },
        None => SelectOption::new(id, name),
    }
}

fn hindrance_text(hindrance: Hindrance) -> String {
    match hindrance {
        Hindrance::Inactive => say!("choice.inactive"),
        Hindrance::NumberFirst => say!("choice.number_first"),
    }
}
