//! How far the account has been read, and what is missing.

use leptos::prelude::*;

use crate::reactive::{derived, memo};
use crate::store::{Stage, Store};
use crate::text::{api_error, count, number, say};
use crate::ui::{Banner, Progress, Tone, When};

/// Progress while reading; afterwards, what could not be read.
#[component]
pub fn ReadingProgress() -> impl IntoView {
    let store = Store::expect();
    let reading = memo(move || store.reading());
    let label = move || {
        let reading = reading.get();
        match (reading.users.total, reading.licenses.total) {
            (Some(total), None) => {
                say!(
                    "reading.users",
                    read = number(reading.users.read),
                    total = number(total)
                )
            }
            (_, Some(total)) => {
                say!(
                    "reading.licenses",
                    read = number(reading.licenses.read),
                    total = number(total)
                )
            }
            (None, None) => say!("reading.begin"),
        }
    };
    let share = move || reading.get().share();
    let stage = memo(move || reading.get().stage);
    let unreadable = memo(move || {
        reading.with(|reading| (reading.users.unreadable, reading.licenses.unreadable))
    });
    let numbers_error = memo(move || reading.get().numbers_error);
    view! {
        <When is=derived(move || stage.get() == Stage::Reading)>
            <Progress label=derived(label) share=derived(share)/>
        </When>
        {move || match stage.get() {
            Stage::Partly(error) => Some(view! {
                <Banner tone=Tone::Error title=say!("reading.partly")>
                    {api_error(&error)} " " {say!("reading.partly_text")} " "
                    <button type="button" class="link" on:click=move |_| store.read_missing()>
                        {say!("reading.retry")}
                    </button>
                </Banner>
            }),
            _ => None,
        }}
        {move || numbers_error.get().map(|error| view! {
            <Banner tone=Tone::Error title=say!("reading.numbers")>
                {api_error(&error)} " "
                <button type="button" class="link" on:click=move |_| store.read_missing()>
                    {say!("reading.retry")}
                </button>
            </Banner>
        })}
        {move || {
            let (users, licenses) = unreadable.get();
            let said = [
                (users, count("reading.unreadable_users", users)),
                (licenses, count("reading.unreadable_licenses", licenses)),
            ];
            said.into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(_, title)| view! {
                    <Banner tone=Tone::Warning title>{say!("reading.unreadable_text")}</Banner>
                })
                .collect_view()
        }}
    }
}
