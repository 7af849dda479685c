//! The license type for all selected users.

use leptos::prelude::*;

use crate::components::{Select, SelectOption, SelectOptions, Width, effect, set_if_changed};
use crate::domain::choices::TypeChoice;
use crate::domain::draft::{Numbers, Target};
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::i18n::{self, say};

/// The value of the option that removes licenses.
const NO_LICENSE: &str = "none";

/// The dropdown of license types for all selected users. It shows the last choice until the selection changes.
#[component]
pub(super) fn ChangeLicense(selected: Memo<usize>, automatic: RwSignal<bool>) -> impl IntoView {
    let account = Account::expect();
    let drafting = Drafting::expect();
    let shown = RwSignal::new(String::new());
    effect(move |_| {
        selected.track();
        // Even if it is set to what it shows, the browser looks through all form controls of the page.
        set_if_changed(shown, &String::new());
    });
    let choose = move |value: String| {
        let target = match value.as_str() {
            NO_LICENSE => Some(Target::NoLicense),
            id => id.parse().ok().map(Target::License),
        };
        if let Some(target) = target {
            let numbers = if automatic.get_untracked() {
                Numbers::Automatic
            } else {
                Numbers::AsChosen
            };
            shown.set(value);
            drafting.choose_for_selected(target, numbers);
        }
    };
    view! {
        <Select
            label=Signal::derive(|| say!("bar.change"))
            options=Memo::new(move |_| license_options(drafting)).into()
            value=shown.into()
            on_choose=Callback::new(choose)
            disabled=Signal::derive(move || !account.is_editable())
            width=Width::Medium
        />
    }
}

fn license_options(drafting: Drafting) -> SelectOptions {
    let option = |choice: TypeChoice| match choice.unavailable.map(i18n::unavailable) {
        Some(why) => SelectOption {
            disabled: true,
            ..SelectOption::new(
                choice.id,
                say!("choice.disabled", name = choice.name, why = why),
            )
        },
        None => SelectOption::new(choice.id, choice.name),
    };
    let first = SelectOption::new("", say!("bar.change_placeholder"));
    let none = SelectOption::new(NO_LICENSE, say!("license.none"));
    let types = drafting.type_choices().into_iter().map(option);
    std::iter::once(first).chain(types).chain([none]).collect()
}
