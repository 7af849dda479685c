//! Users by name, with what is to be said of each: a page at a time.

use leptos::prelude::*;
use stylers::style_sheet;

use super::pages::{Pages, Turn};
use crate::model::ids::UserId;
use crate::model::scope::Scope;
use crate::reactive::derived;
use crate::ui::When;

/// A user by name, and what is to be said of them.
pub type Line = (String, String);

/// What a user is called where one line must do.
pub fn title(user: UserId, scope: Scope) -> String {
    let users = &scope.directory.users;
    users
        .row(user)
        .map_or_else(|| user.to_string(), |row| users.title(row).to_owned())
}

/// A list under a heading, a page at a time; nothing when it is empty.
#[component]
pub fn Lines(lines: Memo<Vec<Line>>, heading: Signal<String>, open: bool) -> impl IntoView {
    let cls = style_sheet!("./style/components/lines.css");
    let len = derived(move || lines.with(Vec::len));
    let pages = Pages::of(len);
    let items = move || {
        lines.with(|lines| {
            let page = lines[pages.range()].iter().cloned();
            page.map(|(name, what)| {
                view! { class=cls,
                    <li class="item"><bdi class="name">{name}</bdi> " " <span class="what">{what}</span></li>
                }
            })
            .collect_view()
        })
    };
    view! { class=cls,
        <When is=derived(move || { len.get() > 0 })>
            <details class="lines" open=open>
                <summary class="heading">{heading}</summary>
                <ul class="list">{items}</ul>
                <Turn pages/>
            </details>
        </When>
    }
}
