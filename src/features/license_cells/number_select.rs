//! The SMS number of one user.

use leptos::prelude::*;

use crate::components::{Select, SelectOption, Width};
use crate::domain::choices::{NumberChoice, Taken};
use crate::domain::directory::UserStatus;
use crate::domain::draft::PendingNumber;
use crate::domain::ids::UserId;
use crate::domain::row_view::RowView;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::table::user_row::RowUser;
use crate::i18n::{self, say};

/// The value of the option that gives the number back.
const RELEASE: &str = "release";

/// A dropdown of the account's numbers. They are listed only once it is reached, since there may be hundreds for each
/// of a hundred rows.
#[component]
pub fn NumberSelect(
    user: RowUser,
    entry: Memo<Option<RowView>>,
    title: Signal<String>,
) -> impl IntoView {
    let account = Account::expect();
    let drafting = Drafting::expect();
    let reached_for = RwSignal::new(None::<UserId>);
    let is_fixed = Memo::new(move |_| {
        let by_user = entry.with(|entry| entry.as_ref().is_none_or(number_is_fixed));
        by_user || account.is_run_active() || !account.is_editable()
    });
    let options = Memo::new(move |_| {
        let Some(entry) = entry.get() else {
            return Vec::new();
        };
        let mut options = own_options(&entry, is_fixed.get());
        if user.get().is_some() && reached_for.get() == user.get() {
            let choices = drafting.number_choices();
            let own = [entry.number, entry.number_held];
            let others = choices
                .iter()
                .filter(|choice| !own.contains(&Some(choice.number)));
            options.extend(others.map(|choice| option(user.get(), choice)));
        }
        options
    });
    let value = move || entry.with(|entry| entry.as_ref().map(shown).unwrap_or_default());
    let changes =
        move || entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.number_changes));
    let choose = move |value: String| {
        let release = (value == RELEASE).then_some(PendingNumber::Release);
        let number = release.or_else(|| value.parse().ok().map(PendingNumber::Give));
        if let Some(user) = user.get_untracked() {
            drafting.choose_number(user, number);
        }
    };
    let reach = move |()| {
        if reached_for.get_untracked() != user.get_untracked() {
            reached_for.set(user.get_untracked());
        }
    };
    view! {
        <Select
            label=Signal::derive(move || say!("row.number", name = title.get()))
            options=options.into()
            value=Memo::new(move |_| value()).into()
            on_choose=Callback::new(choose)
            on_reach=Callback::new(reach)
            disabled=is_fixed.into()
            marked=Memo::new(move |_| changes()).into()
            width=Width::Medium
        />
    }
}

fn number_is_fixed(entry: &RowView) -> bool {
    entry.status != UserStatus::Active && entry.number_held.is_none()
}

/// The value of the option shown.
fn shown(entry: &RowView) -> String {
    match (entry.number, entry.number_is_released) {
        (Some(number), _) => number.digits(),
        (None, true) => RELEASE.into(),
        (None, false) => String::new(),
    }
}

/// What stands before all other numbers: no number, the one held, the pending one, and the release.
fn own_options(entry: &RowView, is_fixed: bool) -> Vec<SelectOption> {
    let none = if is_fixed {
        say!("number.none")
    } else {
        say!("number.choose")
    };
    let none = entry
        .number_held
        .is_none()
        .then(|| SelectOption::new("", none));
    let pending = entry
        .number
        .filter(|number| entry.number_held != Some(*number));
    let own = entry.number_held.into_iter().chain(pending);
    let own = own.map(|number| SelectOption::new(number.digits(), number.to_string()));
    let may_release = entry.number_held.is_some() && entry.license.is_none();
    let release = may_release.then(|| SelectOption::new(RELEASE, say!("number.release")));
    none.into_iter().chain(own).chain(release).collect()
}

fn option(user: Option<UserId>, choice: &NumberChoice) -> SelectOption {
    let why = match &choice.taken {
        None => None,
        Some(Taken::HeldBy(name)) if name.is_empty() => Some(say!("number.taken")),
        Some(Taken::HeldBy(name)) => Some(say!("number.held_by", name = name)),
        Some(Taken::ChosenFor(chosen, _)) if Some(*chosen) == user => None,
        Some(Taken::ChosenFor(_, name)) => Some(say!("number.chosen_for", name = name)),
        Some(Taken::Unregistered(state)) => i18n::number_state(*state),
    };
    let note = choice.is_unconfirmed.then(|| say!("number.unconfirmed"));
    let label = match why.as_ref().or(note.as_ref()) {
        Some(why) => say!("choice.disabled", name = choice.number, why = why),
        None => choice.number.to_string(),
    };
    SelectOption {
        disabled: why.is_some(),
        ..SelectOption::new(choice.number.digits(), label)
    }
}
