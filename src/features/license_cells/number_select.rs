//! The SMS number of one user.

use std::sync::Arc;

use leptos::prelude::*;

use super::license_row::LicenseRow;
use super::row_content::RowContent;
use crate::components::{Select, SelectOption, Width};
use crate::domain::choices::{NumberChoice, Taken};
use crate::domain::directory::UserStatus;
use crate::domain::draft::PendingNumber;
use crate::domain::ids::UserId;
use crate::domain::row_view::RowView;
use crate::domain::user_view::UserView;
use crate::features::drafting::state::Drafting;
use crate::features::table::page_rows::RowUser;
use crate::i18n::{self, say};

/// The value of the option that releases the number.
const RELEASE: &str = "release";

/// The dropdown of the account's numbers. They are listed once it gets the pointer or the focus, since a hundred rows
/// may have hundreds of numbers each.
#[component]
pub fn NumberSelect(
    user: RowUser,
    row: LicenseRow,
    /// The identifier of the notes that describe it.
    notes: String,
) -> impl IntoView {
    let drafting = Drafting::expect();
    let reached_for = RwSignal::new(None::<UserId>);
    let is_fixed = move || {
        row.content.with(|row| {
            row.as_ref()
                .is_none_or(|row| row.is_locked || number_is_fixed(&row.view))
        })
    };
    let options = move || {
        let Some(RowContent { user, view, .. }) = row.content.get() else {
            return Arc::default();
        };
        let mut options = own_options(&view, is_fixed());
        if reached_for.get() == Some(user) {
            let choices = drafting.number_choices();
            let own = [view.number, view.number_held];
            let others = choices
                .iter()
                .filter(|choice| !own.contains(&Some(choice.number)));
            options.extend(others.map(|choice| option(user, choice)));
        }
        options.into()
    };
    let value = move || {
        row.content
            .with(|row| row.as_ref().map(|row| shown(&row.view)).unwrap_or_default())
    };
    let changes = move || {
        row.content
            .with(|row| row.as_ref().is_some_and(|row| row.view.number_changes))
    };
    let label = move || {
        let label = user.with(UserView::label);
        say!("row.number", name = label)
    };
    let choose = move |value: String| {
        let release = (value == RELEASE).then_some(PendingNumber::Release);
        let number = release.or_else(|| value.parse().ok().map(PendingNumber::Give));
        if let Some(user) = row.user() {
            drafting.choose_number(user, number);
        }
    };
    let reach = move || {
        if reached_for.get_untracked() != row.user() {
            reached_for.set(row.user());
        }
    };
    view! {
        <div on:focusin=move |_| reach() on:pointerenter=move |_| reach()>
        <Select
            label=Signal::derive(label)
            options=Signal::derive(options)
            value=Signal::derive(value)
            on_choose=Callback::new(choose)
            disabled=Signal::derive(is_fixed)
            marked=Signal::derive(changes)
            described_by=notes
            width=Width::Medium
        />
        </div>
    }
}

fn number_is_fixed(row: &RowView) -> bool {
    row.status != UserStatus::Active && row.number_held.is_none()
}

/// The value of the selected option.
fn shown(row: &RowView) -> String {
    match (row.number, row.number_is_released) {
        (Some(number), _) => number.digits(),
        (None, true) => RELEASE.into(),
        (None, false) => String::new(),
    }
}

/// The first options: no number, the user's number, the pending one, and its release.
fn own_options(row: &RowView, is_fixed: bool) -> Vec<SelectOption> {
    let none = if is_fixed {
        say!("number.none")
    } else {
        say!("number.choose")
    };
    let none = row
        .number_held
        .is_none()
        .then(|| SelectOption::new("", none));
    let pending = row.number.filter(|number| row.number_held != Some(*number));
    let own = row.number_held.into_iter().chain(pending);
    let own = own.map(|number| SelectOption::new(number.digits(), i18n::phone_number(number)));
    let may_release = row.number_held.is_some() && row.license.is_none();
    let release = may_release.then(|| SelectOption::new(RELEASE, say!("number.release")));
    none.into_iter().chain(own).chain(release).collect()
}

fn option(user: UserId, choice: &NumberChoice) -> SelectOption {
    let why = match &choice.taken {
        None => None,
        Some(Taken::HeldBy(name)) if name.is_empty() => Some(say!("number.taken")),
        Some(Taken::HeldBy(name)) => Some(say!("number.assigned_to", name = name)),
        Some(Taken::ChosenFor(chosen, _)) if *chosen == user => None,
        Some(Taken::ChosenFor(_, name)) => Some(say!("number.pending_for", name = name)),
        Some(Taken::Unregistered(state)) => i18n::number_state(*state),
    };
    let note = choice.is_unconfirmed.then(|| say!("number.unconfirmed"));
    let label = match why.as_ref().or(note.as_ref()) {
        Some(why) => say!("choice.disabled", name = choice.number, why = why),
        None => i18n::phone_number(choice.number),
    };
    SelectOption {
        disabled: why.is_some(),
        ..SelectOption::new(choice.number.digits(), label)
    }
}
