//! The SMS number of one user.

use leptos::ev;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::model::choices::{NumberChoice, Taken};
use crate::model::directory::UserStatus;
use crate::model::draft::NumberWish;
use crate::model::entry::Entry;
use crate::model::ids::UserId;
use crate::store::Store;
use crate::text::{self, say};

/// The value of the option that gives the number back.
const RELEASE: &str = "release";

/// A dropdown of the account's numbers. They are listed only once it is reached, since there may be hundreds for each
/// of a hundred rows.
#[component]
pub fn NumberSelect(
    user: UserId,
    entry: Signal<Option<Entry>>,
    title: Signal<String>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/number_select.css");
    let store = Store::expect();
    let is_reached = RwSignal::new(false);
    let reach = move || {
        if !is_reached.get_untracked() {
            is_reached.set(true);
        }
    };
    let number = Memo::new(move |_| entry.get().and_then(|entry| entry.number));
    let held = Memo::new(move |_| entry.get().and_then(|entry| entry.number_held));
    let changes = Memo::new(move |_| entry.get().is_some_and(|entry| entry.number_changes));
    let is_fixed = Memo::new(move |_| {
        let is_active = entry
            .get()
            .is_some_and(|entry| entry.status == UserStatus::Active);
        !store.is_editable() || store.is_running() || (!is_active && held.get().is_none())
    });
    let may_release = Memo::new(move |_| {
        held.get().is_some() && entry.get().is_some_and(|entry| entry.license.is_none())
    });
    let choose = move |event: ev::Event| {
        let value = event_target_value(&event);
        let wish = if value == RELEASE {
            Some(NumberWish::Release)
        } else {
            value.parse().ok().map(NumberWish::Give)
        };
        store.choose_number(user, wish);
    };
    let others = move || {
        let own = [number.get(), held.get()];
        let is_other = move |choice: &&NumberChoice| !own.contains(&Some(choice.number));
        let choices = store.number_choices();
        choices
            .iter()
            .filter(is_other)
            .cloned()
            .map(|choice| option(user, choice))
            .collect_view()
    };
    let own = move || {
        let mut own: Vec<_> = held.get().into_iter().chain(number.get()).collect();
        own.dedup();
        let own = own.into_iter().map(|each| {
            view! {
                <option value=each.digits() prop:selected=move || number.get() == Some(each)>{each.to_string()}</option>
            }
        });
        own.collect_view()
    };
    view! { class=cls,
        <select
            class="number"
            class:changed=changes
            aria-label=move || say!("row.number", name = title.get())
            disabled=is_fixed
            on:focus=move |_| reach()
            on:pointerenter=move |_| reach()
            on:change=choose
        >
            <Show when=move || held.get().is_none()>
                <option value="" prop:selected=move || number.get().is_none()>
                    {move || if is_fixed.get() { say!("number.none") } else { say!("number.choose") }}
                </option>
            </Show>
            {own}
            <Show when=move || may_release.get()>
                <option value=RELEASE prop:selected=move || held.get().is_some() && number.get().is_none()>
                    {say!("number.release")}
                </option>
            </Show>
            <Show when=move || is_reached.get()>{others}</Show>
        </select>
    }
}

fn option(user: UserId, choice: NumberChoice) -> impl IntoView {
    let why = match &choice.taken {
        None => None,
        Some(Taken::HeldBy(name)) if name.is_empty() => Some(say!("number.taken")),
        Some(Taken::HeldBy(name)) => Some(say!("number.held_by", name = name)),
        Some(Taken::ChosenFor(chosen, _)) if *chosen == user => None,
        Some(Taken::ChosenFor(_, name)) => Some(say!("number.chosen_for", name = name)),
        Some(Taken::Unregistered(state)) => text::number_state(state),
    };
    let label = match &why {
        Some(why) => say!("choice.disabled", name = choice.number, why = why),
        None => choice.number.to_string(),
    };
    view! { <option value=choice.number.digits() disabled=why.is_some()>{label}</option> }
}
