//! How far the account has been read.

use leptos::prelude::*;

use crate::components::Progress;
use crate::features::directory::load_status::{Reading, Refresh};
use crate::features::directory::state::Account;
use crate::i18n::{number, say};

/// Progress while the account is read.
#[component]
pub fn ReadingProgress() -> impl IntoView {
    let account = Account::expect();
    let reading = Memo::new(move |_| account.reading());
    let share = move || reading.with(Reading::share);
    let is_under_way = Memo::new(move |_| reading.with(Reading::is_under_way));
    view! {
        <Show when=move || is_under_way.get()>
            <Progress label=Signal::derive(move || reading.with(progress)) share=Signal::derive(share)/>
        </Show>
    }
}

/// How far it is, in words.
fn progress(reading: &Reading) -> String {
    let (users, licenses) = reading.parts();
    let of = match (users.total, licenses.total) {
        (_, Some(total)) => Some((licenses.read, total)),
        (Some(total), None) => Some((users.read, total)),
        (None, None) => None,
    };
    let is_refresh = matches!(reading.refresh, Refresh::UnderWay { .. });
    match of.map(|(read, total)| (number(read), number(total))) {
        None if is_refresh => say!("reading.refresh_begin"),
        None => say!("reading.begin"),
        Some((read, total)) if is_refresh => {
            say!("reading.refresh", read = read, total = total)
        }
        Some((read, total)) if licenses.total.is_some() => {
            say!("reading.licenses", read = read, total = total)
        }
        Some((read, total)) => say!("reading.users", read = read, total = total),
    }
}
