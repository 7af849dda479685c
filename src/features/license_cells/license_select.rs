//! The license type of one user.

use std::sync::Arc;

use leptos::prelude::*;

use super::license_row::LicenseRow;
use crate::components::{Select, Width};
use crate::domain::draft::Target;
use crate::domain::user_view::UserView;
use crate::features::drafting::license_options::SEVERAL;
use crate::features::drafting::state::Drafting;
use crate::features::table::page_rows::RowUser;
use crate::i18n::say;

/// The dropdown of license types. Unavailable types are disabled and say why.
#[component]
pub fn LicenseSelect(
    user: RowUser,
    row: LicenseRow,
    /// The identifier of the notes that describe it.
    notes: String,
) -> impl IntoView {
    let drafting = Drafting::expect();
    let options = move || {
        row.content.with(|row| {
            let options = row.as_ref().map(|row| Arc::clone(&row.options));
            options.unwrap_or_default()
        })
    };
    let value = move || {
        row.content
            .with(|row| match row.as_ref().map(|row| &row.view) {
                Some(view) if view.keeps_several() => SEVERAL.to_owned(),
                Some(view) => view.license.map_or_else(String::new, |id| id.to_string()),
                None => String::new(),
            })
    };
    let is_fixed = move || {
        row.content.with(|row| {
            row.as_ref()
                .is_none_or(|row| row.is_locked || row.view.is_fixed())
        })
    };
    let changes = move || {
        row.content
            .with(|row| row.as_ref().is_some_and(|row| row.view.license_changes))
    };
    let label = move || {
        let label = user.with(UserView::label);
        say!("row.license", name = label)
    };
    let choose = move |value: String| {
        let Some(user) = row.user() else {
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
            label=Signal::derive(label)
            options=Signal::derive(options)
            value=Signal::derive(value)
            on_choose=Callback::new(choose)
            disabled=Signal::derive(is_fixed)
            marked=Signal::derive(changes)
            described_by=notes
            width=Width::Wide
        />
    }
}
