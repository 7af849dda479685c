//! Users by name and e-mail address, with what is to be said of each: a page at a time.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::list_pagination::{Pages, Turn};

/// A user, and what is to be said of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Who it is.
    pub who: Person,
    /// What is to be said.
    pub what: String,
}

/// A user by name and e-mail address, since users may share a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name, else the address, else the identifier.
    pub title: String,
    /// The address, where it is not the title.
    pub email: Option<String>,
}

impl Person {
    /// Someone of this name and address, either of which may be empty.
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

/// A list under a heading, a page at a time; nothing when it is empty.
#[component]
pub fn Lines(lines: Memo<Vec<Line>>, heading: Signal<String>, open: bool) -> impl IntoView {
    let cls = style_sheet!("./style/components/lines.css");
    let len = Signal::derive(move || lines.with(Vec::len));
    let pages = Pages::of(len);
    let items = move || {
        lines.with(|lines| {
            let page = lines[pages.range()].iter().cloned();
            page.map(|Line { who, what }| {
                view! { class=cls,
                    <li class="item">
                        <span class="who">
                            <bdi class="name">{who.title}</bdi>
                            " "
                            <bdi class="email" title=who.email>{who.email.clone()}</bdi>
                        </span>
                        " "
                        <span class="what">{what}</span>
                    </li>
                }
            })
            .collect_view()
        })
    };
    view! { class=cls,
        <Show when=move || { len.get() > 0 }>
            <details class="lines" open=open>
                <summary class="heading">{heading}</summary>
                <ul class="list">{items}</ul>
                <Turn pages/>
            </details>
        </Show>
    }
}
