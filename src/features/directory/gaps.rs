//! What could not be read of the account. Comes with the second module: while nothing is read, there is [`ReadingProblem`].
//!
//! [`ReadingProblem`]: super::problem::ReadingProblem

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::{Banner, Tone};
use crate::decode::DecodeError;
use crate::features::directory::load_status::{Reading, Refresh, Stage};
use crate::features::directory::state::Account;
use crate::i18n::{api_error, count, say, time_of_day};

/// Everything that could not be read, a banner each.
#[component]
pub fn ReadingGaps() -> impl IntoView {
    let account = Account::expect();
    let reading = Memo::new(move |_| account.reading());
    let stage = Memo::new(move |_| reading.get().stage);
    let numbers_error = Memo::new(move |_| reading.get().numbers_error);
    view! {
        <FailedRefresh reading/>
        {move || match stage.get() {
            Stage::Partly(error) => Some(view! {
                <Banner tone=Tone::Error title=say!("reading.partly")>
                    {api_error(&error)} " " {say!("reading.partly_text")} " "
                    <Again label=say!("reading.retry")/>
                </Banner>
            }),
            _ => None,
        }}
        {move || numbers_error.get().map(|error| view! {
            <Banner tone=Tone::Error title=say!("reading.numbers")>
                {api_error(&error)} " "
                <Again label=say!("reading.retry")/>
            </Banner>
        })}
        <Gaps reading/>
    }
}

/// What was read before is still shown, and how old it is.
#[component]
fn FailedRefresh(reading: Memo<Reading>) -> impl IntoView {
    let failed = Memo::new(move |_| match reading.get() {
        Reading {
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
                <Banner tone=Tone::Error title=say!("reading.not_refreshed")>
                    {api_error(&error)} " " {say!("reading.old", time = time)} " "
                    <Again label=say!("problem.again")/>
                </Banner>
            }
        })
    }
}

/// What is not shown: records that cannot be decoded, and those that may be missing.
#[component]
fn Gaps(reading: Memo<Reading>) -> impl IntoView {
    let parts = Memo::new(move |_| {
        reading.with(|reading| (reading.users.clone(), reading.licenses.clone()))
    });
    move || {
        let (users, licenses) = parts.get();
        let undecodable = [
            (
                count("reading.unreadable_users", users.undecodable.len()),
                users.undecodable,
            ),
            (
                count("reading.unreadable_licenses", licenses.undecodable.len()),
                licenses.undecodable,
            ),
        ];
        let missing = [
            (users.missing, count("reading.missing_users", users.missing)),
            (
                licenses.missing,
                count("reading.missing_licenses", licenses.missing),
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
                        {say!("reading.missing_text")} " " <Again label=say!("page.refresh")/>
                    </Banner>
                }
            });
        (undecodable.collect_view(), missing.collect_view())
    }
}

/// So many reasons are listed.
const MOST_REASONS: usize = 20;

/// Records that could not be decoded, and why.
#[component]
fn Undecodable(
    /// How many.
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
            {say!("reading.unreadable_text")}
            <details>
                <summary>{say!("reading.unreadable_details")}</summary>
                <ul>
                    {listed.collect_view()}
                    {(more > 0).then(|| view! { <li>{count("reading.unreadable_more", more)}</li> })}
                </ul>
            </details>
        </Banner>
    }
}

/// Reads the account anew.
#[component]
fn Again(label: String) -> impl IntoView {
    let account = Account::expect();
    view! {
        <button
            type="button"
            class="link"
            disabled=move || account.is_run_active()
            on:click=move |_| account.refresh()
        >
            {label}
        </button>
    }
}
