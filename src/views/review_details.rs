//! The users of a plan by name: who is blocked and why, and what changes for whom.

use leptos::prelude::*;

use super::lines::{Line, Lines, title};
use crate::model::plan::{Blocked, Change};
use crate::model::scope::Scope;
use crate::reactive::{derived, memo};
use crate::store::Store;
use crate::text::{self, count, say};

/// Wishes that cannot be met, with the reason.
#[component]
pub fn BlockedUsers() -> impl IntoView {
    let store = Store::expect();
    let lines = memo(move || {
        store.with_reviewed(|plan, scope| {
            let line = |blocked: &Blocked| {
                (
                    title(blocked.user, scope),
                    text::blocked(blocked.why, scope.catalog),
                )
            };
            plan.blocked.iter().map(line).collect::<Vec<Line>>()
        })
    });
    let heading = move || count("review.blocked", lines.with(Vec::len));
    view! { <Lines lines heading=derived(heading) open=true/> }
}

/// What changes for whom.
#[component]
pub fn ChangedUsers() -> impl IntoView {
    let store = Store::expect();
    let lines = memo(move || {
        store.with_reviewed(|plan, scope| {
            let line = |change: &Change| (title(change.user, scope), change_text(change, scope));
            plan.changes.iter().map(line).collect::<Vec<Line>>()
        })
    });
    let heading = move || count("review.changed", lines.with(Vec::len));
    view! { <Lines lines heading=derived(heading) open=false/> }
}

fn change_text(change: &Change, scope: Scope) -> String {
    let name = |kind| scope.catalog.get(kind).map(|kind| kind.name.clone());
    let held: Vec<String> = scope
        .held(change.user)
        .filter_map(|held| name(held.kind))
        .collect();
    let from = if held.is_empty() {
        say!("license.none")
    } else {
        held.join(" + ")
    };
    let to = change
        .to
        .and_then(|product| name(scope.catalog.find(product)?));
    let license = (change.assign || !change.remove.is_empty()).then(|| {
        say!(
            "review.move",
            from = from,
            to = to.unwrap_or_else(|| say!("license.none"))
        )
    });
    let given = change
        .number
        .give
        .map(|number| say!("review.gets_number", number = number));
    let released = change
        .number
        .release
        .map(|number| say!("review.releases_number", number = number));
    [license, given, released]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
