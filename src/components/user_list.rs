//! A paginated list of users, each with a text.

use std::ops::Range;

use leptos::prelude::*;
use stylers::style_sheet;

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

/// A paginated list under a heading; nothing when it is empty.
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
    /// Whether it is expanded at first.
    open: bool,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_list.css");
    let pages = ListPages::of(len);
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
        let page = lines.run(pages.range()).into_iter();
        page.map(item).collect_view()
    };
    view! { class=cls,
        <Show when=move || { len.get() > 0 }>
            <details class="users" open=open>
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
