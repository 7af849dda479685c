//! Banners for what could not be loaded. Part of the second module.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::{Banner, Tone};
use crate::decode::DecodeError;
use crate::features::directory::load_state::{LoadState, Refresh, Stage};
use crate::features::directory::state::Account;
use crate::i18n::{api_error, count, say, time_of_day};

/// A banner for everything that could not be loaded.
#[component]
pub fn LoadGaps() -> impl IntoView {
    let account = Account::expect();
    let load_state = Memo::new(move |_| account.load_state());
    let stage = Memo::new(move |_| load_state.get().stage);
    let numbers_error = Memo::new(move |_| load_state.get().numbers_error);
    view! {
        <FailedRefresh load_state/>
        {move || match stage.get() {
            Stage::Partial(error) => Some(view! {
                <Banner tone=Tone::Error title=say!("loading.partial")>
                    {api_error(&error)} " " {say!("loading.partial_text")} " "
                    <ReloadButton label=say!("loading.retry")/>
                </Banner>
            }),
            _ => None,
        }}
        {move || numbers_error.get().map(|error| view! {
            <Banner tone=Tone::Error title=say!("loading.numbers_failed")>
                {api_error(&error)} " "
                <ReloadButton label=say!("loading.retry")/>
            </Banner>
        })}
        <Gaps load_state/>
    }
}

/// A refresh failed: earlier data is still shown, and how old it is.
#[component]
fn FailedRefresh(load_state: Memo<LoadState>) -> impl IntoView {
    let failed = Memo::new(move |_| match load_state.get() {
        LoadState {
            refresh: Refresh::Failed(error),
            read_at: Some(read_at),
            ..
        } => Some((error, read_at)),
        _ => None,
    });
    move || {
        failed.get().map(|(error, read_at)| {
            let time = time_of_day(read_at);
            view! {
                <Banner tone=Tone::Error title=say!("loading.refresh_failed")>
                    {api_error(&error)} " " {say!("loading.loaded_at", time = time)} " "
                    <ReloadButton label=say!("problem.retry")/>
                </Banner>
            }
        })
    }
}

/// Records that could not be decoded, and records that may be missing.
#[component]
fn Gaps(load_state: Memo<LoadState>) -> impl IntoView {
    let parts = Memo::new(move |_| {
        load_state.with(|load_state| (load_state.users.clone(), load_state.licenses.clone()))
    });
    move || {
        let (users, licenses) = parts.get();
        let undecodable = [
            (
                count("loading.unreadable_users", users.undecodable.len()),
                users.undecodable,
            ),
            (
                count("loading.unreadable_licenses", licenses.undecodable.len()),
                licenses.undecodable,
            ),
        ];
        let missing = [
            (users.missing, count("loading.missing_users", users.missing)),
            (
                licenses.missing,
                count("loading.missing_licenses", licenses.missing),
            ),
        ];
        let undecodable = undecodable
            .into_iter()
            .filter(|(_, reasons)| !reasons.is_empty())
            .map(|(title, reasons)| view! { <Undecodable title reasons/> });
        let missing = missing
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(_, title)| {
                view! {
                    <Banner tone=Tone::Warning title>
                        {say!("loading.missing_text")} " " <ReloadButton label=say!("page.refresh")/>
                    </Banner>
                }
            });
        (undecodable.collect_view(), missing.collect_view())
    }
}

/// The maximum number of reasons listed.
const MOST_REASONS: usize = 20;

/// The records that could not be decoded, and why.
#[component]
fn Undecodable(
    /// How many records.
    title: String,
    reasons: Arc<[DecodeError]>,
) -> impl IntoView {
    let more = reasons.len().saturating_sub(MOST_REASONS);
    let listed: Vec<String> = reasons
        .iter()
        .take(MOST_REASONS)
        .map(DecodeError::to_string)
        .collect();
    let listed = listed
        .into_iter()
        .map(|reason| view! { <li><bdi>{reason}</bdi></li> });
    view! {
        <Banner tone=Tone::Warning title>
            {say!("loading.unreadable_text")}
            <details>
                <summary>{say!("loading.unreadable_details")}</summary>
                <ul>
                    {listed.collect_view()}
                    {(more > 0).then(|| view! { <li>{count("loading.unreadable_more", more)}</li> })}
                </ul>
            </details>
        </Banner>
    }
}

/// Reloads the account.
#[component]
fn ReloadButton(label: String) -> impl IntoView {
    let account = Account::expect();
    let reload = move |_| {
        if !account.is_run_active() {
            account.refresh();
        }
    };
    view! {
        <button
            type="button"
            class="link"
            aria-disabled=move || account.is_run_active().to_string()
            on:click=reload
        >
            {label}
        </button>
    }
}
