//! The result of a run: outcome, undo, retry, export.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::user_list::{UserLine, UserList, UserLists};
use crate::components::{Icon, Menu, Shape, StatusBar, unique_id};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeySet;
use crate::features::directory::state::Account;
use crate::features::person::person;
use crate::features::result::export::export;
use crate::features::result::table::{Chosen, ResultTable, Shared};
use crate::features::result::texts;
use crate::features::run::ended_run::EndedRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::i18n::{ResultRow, count, license_names, say};

/// The result of a run.
#[component]
pub fn RunResult(
    /// The run.
    run: Arc<EndedRun>,
    /// Set to open the review.
    reviewing: RwSignal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/run_result.css");
    let session = Session::expect();
    let account = Account::expect();
    let runs = Runs::expect();
    let users = run.report.tally.users;
    let run: Shared = StoredValue::new(run);
    let chosen: Chosen = RwSignal::default();
    let is_open = RwSignal::new(false);
    let id = StoredValue::new(unique_id());
    let status = Memo::new(move |_| run.with_value(|run| texts::status(session, runs, run)));
    let export = move |_| run.with_value(|run| export(session, account, run));
    view! { class=cls,
        <div class="result">
            <div class="details" id=id.get_value() hidden=move || !is_open.get()>
                <ResultTable run chosen/>
            </div>
            <UndoneNote run/>
            <StatusBar status=status.into() place="result" more=move || view! { <Unresolved run/> }>
                <button
                    type="button"
                    class="button quiet"
                    aria-label=count("result.users", users)
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls=id.get_value()
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {say!("result.details")}
                </button>
                <Menu label=Signal::derive(|| say!("bar.more")) class="only-narrow">
                    <Undo run chosen class="button quiet"/>
                    <button type="button" class="button quiet" on:click=export>{say!("result.export")}</button>
                </Menu>
                <button type="button" class="button only-wide" on:click=export>{say!("result.export")}</button>
                <Undo run chosen class="button only-wide"/>
                <Retry run reviewing/>
                <button
                    type="button"
                    class="button quiet dismiss"
                    aria-label=say!("run.dismiss")
                    title=say!("run.dismiss")
                    on:click=move |_| runs.dismiss_result()
                >
                    <Icon shape=Shape::Cross/>
                </button>
            </StatusBar>
        </div>
    }
}

/// Why the run ended early, and how many changes may still take effect.
#[component]
fn Unresolved(run: Shared) -> impl IntoView {
    let runs = Runs::expect();
    let (users, forbidden) =
        run.with_value(|run| (run.report.unresolved(), run.report.forbidden.clone()));
    let check = move |_| run.with_value(|run| runs.recheck_now(run));
    let forbidden = forbidden.map(|words| {
        view! { "· " <span class="why">{say!("run.forbidden", words = words)}</span> " " }
    });
    let unresolved = (users > 0).then(|| {
        view! {
            <span class="why">
                {count("run.unresolved", users)} " "
                <button type="button" class="link" on:click=check>{say!("run.check_now")}</button>
            </span>
        }
    });
    view! { {forbidden}{unresolved} }
}

/// Undoes all changes, or those selected.
#[component]
fn Undo(run: Shared, chosen: Chosen, class: &'static str) -> impl IntoView {
    let runs = Runs::expect();
    let undo = move |_| {
        let users = chosen.get_untracked();
        let some = (!users.is_empty()).then_some(&users);
        run.with_value(|run| runs.undo(run, some));
        chosen.set(Default::default());
    };
    let is_changed = move || run.with_value(|run| run.report.tally.changed > 0);
    let label = move || match chosen.with(KeySet::len) {
        0 => say!("result.undo"),
        users => count("result.undo_selected", users),
    };
    view! {
        <Show when=is_changed>
            <button type="button" class=class on:click=undo>{label}</button>
        </Show>
    }
}

/// Reviews the failed changes again.
#[component]
fn Retry(run: Shared, reviewing: RwSignal<bool>) -> impl IntoView {
    let runs = Runs::expect();
    let failed = Memo::new(move |_| run.with_value(|run| runs.failed(run).len()));
    let retry = move |_| {
        run.with_value(|run| runs.review_failed(run));
        reviewing.set(true);
    };
    view! {
        <Show when=move || { failed.get() > 0 }>
            <button type="button" class="button" class:primary=move || !runs.is_undone() on:click=retry>
                {move || count("result.retry", failed.get())}
            </button>
        </Show>
    }
}

/// What undo has drafted, and what it can't undo.
#[component]
fn UndoneNote(run: Shared) -> impl IntoView {
    let cls = style_sheet!("./style/components/run_undone.css");
    let account = Account::expect();
    let runs = Runs::expect();
    let undone = Memo::new(move |_| runs.undone());
    let text = move || texts::undone(&undone.get().unwrap_or_default());
    let not_undone = Memo::new(move |_| undone.get().unwrap_or_default().not_undone);
    let not_restored = Memo::new(move |_| undone.get().unwrap_or_default().not_restored);
    let changed_since = move |range: Range<usize>| {
        let users = not_undone.with(|users| users[range].to_vec());
        run.with_value(|run| changed_since(account, run, users))
    };
    let lost = move |range: Range<usize>| {
        let users = not_restored.with(|users| users[range].to_vec());
        run.with_value(|run| lost(account, run, users))
    };
    let len_not_undone = Signal::derive(move || not_undone.with(Vec::len));
    let len_not_restored = Signal::derive(move || not_restored.with(Vec::len));
    let of_not_undone = move || count("run.not_undone", len_not_undone.get());
    let of_not_restored = move || count("run.not_restored", len_not_restored.get());
    view! { class=cls,
        <Show when=move || undone.with(Option::is_some)>
            <div class="undone">
                <p>{text}</p>
                <UserLists>
                    <UserList
                        len=len_not_undone
                        lines=Callback::new(changed_since)
                        heading=Signal::derive(of_not_undone)
                        open=true
                    />
                    <UserList
                        len=len_not_restored
                        lines=Callback::new(lost)
                        heading=Signal::derive(of_not_restored)
                        open=true
                    />
                </UserLists>
            </div>
        </Show>
    }
}

/// Users who were changed since, with what they have now.
fn changed_since(account: Account, run: &EndedRun, users: Vec<UserId>) -> Vec<UserLine> {
    account.with_application(run.application, |app_view| {
        let line = |user: UserId| UserLine {
            who: person(user, app_view),
            what: ResultRow::now(user, app_view),
        };
        users.into_iter().map(line).collect()
    })
}

/// Users with several licenses, and those that won't be restored.
fn lost(account: Account, run: &EndedRun, users: Vec<(UserId, Vec<ProductId>)>) -> Vec<UserLine> {
    account.with_application(run.application, |app_view| {
        let line = |(user, lost): (UserId, Vec<ProductId>)| UserLine {
            who: person(user, app_view),
            what: license_names(
                lost.into_iter().filter_map(|id| app_view.catalog.find(id)),
                app_view,
            ),
        };
        users.into_iter().map(line).collect()
    })
}
