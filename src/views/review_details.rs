//! The users of a plan by name: who is blocked and why, and what changes for whom.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::model::plan::Change;
use crate::model::scope::Scope;
use crate::reactive::{derived, memo};
use crate::store::Store;
use crate::text::{self, count, number, say};
use crate::ui::{Pager, When};

/// Lines a page: all are within reach, and ten thousand do not stand on the page at once.
const PAGE: usize = 100;

/// A user by name, and what is to be said of them.
type Line = (String, String);

/// Wishes that cannot be met, with the reason.
#[component]
pub fn BlockedUsers() -> impl IntoView {
    let store = Store::expect();
    let lines = memo(move || {
        store.with_plan(|plan, scope| {
            let line = |blocked: &crate::model::plan::Blocked| {
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
        store.with_plan(|plan, scope| {
            let line = |change: &Change| (title(change.user, scope), change_text(change, scope));
            plan.changes.iter().map(line).collect::<Vec<Line>>()
        })
    });
    let heading = move || count("review.changed", lines.with(Vec::len));
    view! { <Lines lines heading=derived(heading) open=false/> }
}

fn title(user: crate::model::ids::UserId, scope: Scope) -> String {
    let users = &scope.directory.users;
    users
        .row(user)
        .map_or_else(|| user.to_string(), |row| users.title(row).to_owned())
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

/// A list under a heading, a page at a time; nothing when it is empty.
#[component]
fn Lines(lines: Memo<Vec<Line>>, heading: Signal<String>, open: bool) -> impl IntoView {
    let cls = style_sheet!("./style/components/lines.css");
    let page = RwSignal::new(0);
    let len = move || lines.with(Vec::len);
    let pages = move || len().div_ceil(PAGE).max(1);
    let shown = derived(move || page.get().min(pages() - 1));
    let range = move || {
        let first = shown.get() * PAGE;
        say!(
            "pager.range",
            first = number(first + 1),
            last = number((first + PAGE).min(len())),
            of = number(len())
        )
    };
    let items = move || {
        lines.with(|lines| {
            let page = lines.iter().skip(shown.get() * PAGE).take(PAGE).cloned();
            page.map(|(name, what)| {
                view! { class=cls,
                    <li class="item"><bdi class="name">{name}</bdi> " " <span class="what">{what}</span></li>
                }
            })
            .collect_view()
        })
    };
    view! { class=cls,
        <When is=derived(move || { len() > 0 })>
            <details class="lines" open=open>
                <summary class="heading">{heading}</summary>
                <ul class="list">{items}</ul>
                <When is=derived(move || { pages() > 1 })>
                    <Pager
                        page=shown
                        pages=derived(pages)
                        range=derived(range)
                        on_turn=Callback::new(move |to| page.set(to))
                    />
                </When>
            </details>
        </When>
    }
}
