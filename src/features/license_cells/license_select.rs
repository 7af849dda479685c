//! The license type of one user.

use leptos::prelude::*;

use crate::components::{Select, SelectOption, Width};
use crate::domain::choices::TypeChoice;
use crate::domain::draft::Target;
use crate::domain::ids::ProductId;
use crate::domain::row_view::{DisabledReason, RowView};
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::table::state::Table;
use crate::features::table::user_row::RowUser;
use crate::i18n::{self, say};

/// The value of the option that keeps several licenses.
const SEVERAL: &str = "several";

/// The dropdown of license types. Unavailable types are disabled and say why.
#[component]
pub fn LicenseSelect(
    user: RowUser,
    row: Memo<Option<RowView>>,
    title: Signal<String>,
) -> impl IntoView {
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let options = Memo::new(move |_| {
        let none = if account.is_editable() {
            say!("license.none")
        } else {
            say!("license.loading")
        };
        let needs_number = table.needs_number();
        let several = row.with(|row| several(drafting, row.as_ref()?));
        let types = drafting.type_choices().into_iter().map(|choice| {
            row.with(|row| match row {
                Some(row) => option(choice, row, needs_number),
                None => SelectOption::default(),
            })
        });
        let none = SelectOption::new("", none);
        several.into_iter().chain([none]).chain(types).collect()
    });
    let value = move || {
        row.with(|row| match row {
            Some(row) if row.keeps_several() => SEVERAL.to_owned(),
            Some(row) => row.license.map_or_else(String::new, |id| id.to_string()),
            None => String::new(),
        })
    };
    let is_fixed = move || {
        let by_user = row.with(|row| row.as_ref().is_none_or(RowView::is_fixed));
        by_user || account.is_run_active() || !account.is_editable()
    };
    let changes = move || row.with(|row| row.as_ref().is_some_and(|row| row.license_changes));
    let choose = move |value: String| {
        let Some(user) = user.get_untracked() else {
            return;
        };
        match value.as_str() {
            SEVERAL => drafting.keep_licenses(user),
            id => {
                let target = id.parse().map_or(Target::NoLicense, Target::License);
                drafting.choose_license(user, target);
            }
        }
    };
    view! {
        <Select
            label=Signal::derive(move || say!("row.license", name = title.get()))
            options=options.into()
            value=Memo::new(move |_| value()).into()
            on_choose=Callback::new(choose)
            disabled=Memo::new(move |_| is_fixed()).into()
            marked=Memo::new(move |_| changes()).into()
            width=Width::Wide
        />
    }
}

/// The option for all licenses of a user who has several.
fn several(drafting: Drafting, row: &RowView) -> Option<SelectOption> {
    let types = drafting.type_choices();
    let name = |id: &ProductId| {
        let kind = types.iter().find(|each| each.id == *id)?;
        Some(kind.name.clone())
    };
    let names: Vec<String> = row.held.iter().filter_map(name).collect();
    (row.held.len() > 1).then(|| SelectOption::new(SEVERAL, i18n::list(&names)))
}

/// A license that the user has can always be chosen again, even if its type is unavailable to others.
fn option(choice: TypeChoice, row: &RowView, needs_number: bool) -> SelectOption {
    let TypeChoice {
        id,
        name,
        unavailable,
    } = choice;
    let disabled_reason = row.disabled_reason(needs_number).map(disabled_text);
    let why_not = disabled_reason
        .or(unavailable.map(i18n::unavailable))
        .filter(|_| !row.held.contains(&id));
    match why_not {
        Some(why) => SelectOption {
            disabled: true,
            ..SelectOption::new(id, say!("choice.disabled", name = name, why = why))
        },
        None => SelectOption::new(id, name),
    }
}

fn disabled_text(disabled_reason: DisabledReason) -> String {
    match disabled_reason {
        DisabledReason::Inactive => say!("choice.inactive"),
        DisabledReason::NumberFirst => say!("choice.number_first"),
    }
}
