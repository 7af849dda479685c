//! The users of a plan: who is blocked and why, and what changes for whom.

use std::ops::Range;

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::user_list::{UserLine, UserList};
use crate::domain::application_view::ApplicationView;
use crate::domain::ids::UserId;
use crate::domain::plan::{BlockReason, Blocked, Change};
use crate::features::drafting::state::Drafting;
use crate::features::person::person;
use crate::i18n::{self, count, joined, move_text, say};

/// The blocked users, by reason.
#[component]
pub fn BlockedUsers() -> impl IntoView {
    let cls = style_sheet!("./style/components/blocked_users.css");
    let drafting = Drafting::expect();
    let len = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.blocked.len()));
    let reasons = Memo::new(move |_| drafting.with_reviewed(|plan, _| reasons(&plan.blocked)));
    let discard = move || count("bar.discard_blocked", len.get());
    view! { class=cls,
        <Show when=move || { len.get() > 0 }>
            <div class="blocked">
                <h3 class="title">{move || count("review.blocked", len.get())}</h3>
                {move || reasons.get().into_iter().map(|reason| view! { <BlockedFor reason/> }).collect_view()}
                <div>
                    <button type="button" class="button" aria-label=discard on:click=move |_| drafting.discard_blocked()>
                        {say!("bar.discard_these")}
                    </button>
                </div>
            </div>
        </Show>
    }
}

/// The users who are blocked for one reason.
#[component]
fn BlockedFor(reason: BlockReason) -> impl IntoView {
    let drafting = Drafting::expect();
    let users = Memo::new(move |_| {
        drafting.with_reviewed(|plan, _| {
            let blocked = plan.blocked.iter().filter(|each| each.reason == reason);
            blocked.map(|each| each.user).collect::<Vec<_>>()
        })
    });
    let lines = move |range: Range<usize>| {
        drafting.with_reviewed(|_, app_view| {
            let line = |user: &UserId| UserLine {
                who: person(*user, app_view),
                what: String::new(),
            };
            users.with(|users| users[range].iter().map(line).collect())
        })
    };
    let len = Signal::derive(move || users.with(Vec::len));
    let why = move || drafting.with_reviewed(|_, app_view| i18n::blocked(reason, app_view.catalog));
    view! {
        <UserList
            len
            lines=Callback::new(lines)
            heading=Signal::derive(why)
            figure=Signal::derive(move || count("count.users", len.get()))
            open=false
        />
    }
}

/// The reasons, each once.
fn reasons(blocked: &[Blocked]) -> Vec<BlockReason> {
    let mut reasons = Vec::new();
    for Blocked { reason, .. } in blocked {
        if !reasons.contains(reason) {
            reasons.push(*reason);
        }
    }
    reasons
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
