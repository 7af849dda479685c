//! The users of a plan: who is blocked and why, and what changes for whom.

use std::ops::Range;

use leptos::prelude::*;

use crate::components::user_list::{UserLine, UserList};
use crate::domain::application_view::ApplicationView;
use crate::domain::plan::{Blocked, Change};
use crate::features::drafting::state::Drafting;
use crate::features::person::person;
use crate::i18n::{self, count, joined, move_text, say};

/// The blocked users, with reasons.
#[component]
pub fn BlockedUsers() -> impl IntoView {
    let drafting = Drafting::expect();
    let len = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.blocked.len()));
    let lines = move |range: Range<usize>| {
        drafting.with_reviewed(|plan, app_view| {
            let line = |blocked: &Blocked| UserLine {
                who: person(blocked.user, app_view),
                what: i18n::blocked(blocked.reason, app_view.catalog),
            };
            plan.blocked[range].iter().map(line).collect()
        })
    };
    let heading = move || count("review.blocked", len.get());
    let discard = move || count("bar.discard_blocked", len.get());
    view! {
        <UserList len=len.into() lines=Callback::new(lines) heading=Signal::derive(heading) open=true/>
        <Show when=move || { len.get() > 0 }>
            <div>
                <button type="button" class="button" aria-label=discard on:click=move |_| drafting.discard_blocked()>
                    {say!("bar.discard_these")}
                </button>
            </div>
        </Show>
    }
}

/// The changes by user.
#[component]
pub fn ChangedUsers() -> impl IntoView {
    let drafting = Drafting::expect();
    let len = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.changes.len()));
    let lines = move |range: Range<usize>| {
        drafting.with_reviewed(|plan, app_view| {
            let line = |change: &Change| UserLine {
                who: person(change.user, app_view),
                what: change_text(change, app_view),
            };
            plan.changes[range].iter().map(line).collect()
        })
    };
    let heading = move || count("review.changed", len.get());
    view! { <UserList len=len.into() lines=Callback::new(lines) heading=Signal::derive(heading) open=false/> }
}

fn change_text(change: &Change, app_view: ApplicationView) -> String {
    let find = |product| app_view.catalog.find(product);
    let from = change.held.iter().filter_map(|held| find(held.product));
    let to = change.to.and_then(find);
    let license = change
        .changes_license()
        .then(|| move_text(from, to, app_view));
    let given = change
        .number
        .give
        .map(|number| say!("review.gets_number", number = number));
    let released = change
        .number
        .release
        .map(|number| say!("review.releases_number", number = number));
    joined([license, given, released])
}
