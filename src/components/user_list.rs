//! A paginated list of users, each with a text.

use std::ops::Range;

use leptos::ev::Event;
use leptos::prelude::*;
use stylers::style_sheet;
use web_sys::Element;

use crate::components::current_target;
use crate::components::pagination::list::{ListPages, ListPagination};

/// A user and a text about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserLine {
    /// The user.
    pub who: Person,
    /// The text; empty if the heading says it.
    pub what: String,
}

/// A user by name and email address, since names are not unique.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name, else the address, else the identifier.
    pub title: String,
    /// The address, where it is not the title.
    pub email: Option<String>,
}

impl Person {
    /// A user with this name and address, either of which may be empty.
    pub fn named(name: &str, email: &str) -> Self {
        let (title, email) = match name {
            "" => (email, ""),
            name => (name, email),
        };
        Self {
            title: title.to_owned(),
            email: (!email.is_empty()).then(|| email.to_owned()),
        }
    }
}

/// Lists of up to so many users are expanded at first.
const SHORT: usize = 3;

/// Lists in one box.
#[component]
pub fn UserLists(children: Children) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_lists.css");
    view! { class=cls, <div class="lists">{children()}</div> }
}

/// A paginated list under a heading, in [`UserLists`]; nothing when it is empty. Its lines are made when it is
/// expanded.
#[component]
pub fn UserList(
    /// The number of users.
    len: Signal<usize>,
    /// The lines in a range of the list; only those of the current page are asked for.
    lines: Callback<Range<usize>, Vec<UserLine>>,
    /// The heading.
    heading: Signal<String>,
    /// Stands at the end of the heading.
    #[prop(optional)]
    figure: Option<Signal<String>>,
    /// Whether it is expanded at first; otherwise only if it is short.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_list.css");
    let pages = ListPages::of(len);
    let is_short = len.get_untracked() <= SHORT;
    let is_open = RwSignal::new(open || is_short);
    let follow = move |event: Event| {
        if let Some(details) = current_target::<Element>(&event) {
            is_open.set(details.has_attribute("open"));
        }
    };
    let item = move |UserLine { who, what }| {
        let is_plain = what.is_empty();
        view! { class=cls,
            <li class="item" class:plain=is_plain>
                <span class="who">
                    <bdi class="name">{who.title}</bdi>
                    " "
                    <bdi class="email" title=who.email>{who.email.clone()}</bdi>
                </span>
                " "
                <span class="what">{what}</span>
            </li>
        }
    };
    let items = move || {
        let page = is_open.get().then(|| lines.run(pages.range()));
        page.map(|page| page.into_iter().map(item).collect_view())
    };
    view! { class=cls,
        <Show when=move || { len.get() > 0 }>
            <details class="users" open=is_open.get_untracked() on:toggle=follow>
                <summary class="heading">
                    <span class="subject">{heading}</span>
                    {figure.map(|figure| view! { class=cls, " " <span class="figure">{figure}</span> })}
                </summary>
                <ul class="list" tabindex="0">{items}</ul>
                <ListPagination pages/>
            </details>
        </Show>
    }
}
