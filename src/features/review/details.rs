//! The users of a plan: who changes, and who is blocked and why.

use std::ops::Range;

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::user_list::{UserLine, UserList, UserLists};
use crate::domain::ids::UserId;
use crate::domain::plan::{BlockReason, Blocked, Change, Move, MoveKind, Plan};
use crate::features::drafting::state::Drafting;
use crate::features::person::person;
use crate::i18n::{self, count, joined, move_text, say};

/// The users who change, by move.
#[component]
pub fn MovedUsers() -> impl IntoView {
    let drafting = Drafting::expect();
    let moves = Memo::new(move |_| drafting.with_reviewed(Plan::moves));
    let kinds = Memo::new(move |_| {
        let kind = |each: &Move| each.kind.clone();
        moves.with(|moves| moves.iter().map(kind).collect::<Vec<_>>())
    });
    let list = move |kind| view! { <Moved moves kind/> };
    // As an item of the review's grid itself, the box would not follow the width of its column in WebKit.
    view! {
        <div>
            <UserLists>{move || kinds.get().into_iter().map(list).collect_view()}</UserLists>
        </div>
    }
}

/// The users of one move.
#[component]
fn Moved(moves: Memo<Vec<Move>>, kind: MoveKind) -> impl IntoView {
    let drafting = Drafting::expect();
    let changes = Memo::new({
        let kind = kind.clone();
        move |_| {
            moves.with(|moves| {
                let found = moves.iter().find(|each| each.kind == kind);
                found.map(|each| each.changes.clone()).unwrap_or_default()
            })
        }
    });
    let lines = move |range: Range<usize>| {
        drafting.with_reviewed(|plan, app_view| {
            let line = |change: &usize| {
                let change = &plan.changes[*change];
                UserLine {
                    who: person(change.user, app_view),
                    what: number_text(change),
                }
            };
            changes.with(|changes| changes[range].iter().map(line).collect())
        })
    };
    let len = Signal::derive(move || changes.with(Vec::len));
    let heading = move || match &kind {
        MoveKind::License { from, to } => {
            let from = from.iter().copied();
            drafting.with_reviewed(|_, app_view| move_text(from, *to, app_view))
        }
        MoveKind::Number => say!("review.only_number"),
    };
    view! {
        <UserList
            len
            lines=Callback::new(lines)
            heading=Signal::derive(heading)
            figure=Signal::derive(move || count("count.users", len.get()))
        />
    }
}

/// The number that a user gets or loses.
fn number_text(change: &Change) -> String {
    let number = change.number;
    let given = number
        .give
        .map(|number| say!("review.gets_number", number = number));
    let released = number
        .release
        .map(|number| say!("review.releases_number", number = number));
    joined([given, released])
}

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
                <UserLists>
                    {move || reasons.get().into_iter().map(|reason| view! { <BlockedFor reason/> }).collect_view()}
                </UserLists>
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
