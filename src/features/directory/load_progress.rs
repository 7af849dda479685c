//! How far the account is loaded.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::ProgressLine;
use crate::features::directory::load_state::LoadState;
use crate::features::directory::state::Account;
use crate::features::directory::texts::progress;
use crate::i18n::{say, time_of_day};

/// The progress of a load or a refresh, at the upper edge of the element around it.
#[component]
pub fn LoadProgress() -> impl IntoView {
    let account = Account::expect();
    let load_state = Memo::new(move |_| account.load_state());
    let share = move || load_state.with(LoadState::share);
    let is_loading = Memo::new(move |_| load_state.with(LoadState::is_loading));
    view! {
        <Show when=move || is_loading.get()>
            <ProgressLine label=Signal::derive(move || load_state.with(progress)) share=Signal::derive(share)/>
        </Show>
    }
}

/// The progress as a text, or when the account was loaded.
#[component]
pub fn LoadText() -> impl IntoView {
    let cls = style_sheet!("./style/components/load_text.css");
    let account = Account::expect();
    let text = move || {
        account.with_load_state(|load_state| match load_state.read_at {
            _ if load_state.is_loading() => progress(load_state),
            Some(read_at) => say!("loading.updated", time = time_of_day(read_at)),
            None => String::new(),
        })
    };
    let is_idle =
        Memo::new(move |_| account.with_load_state(|load_state| !load_state.is_loading()));
    view! { class=cls, <span class="loaded" class:idle=is_idle title=text>{text}</span> }
}
