//! Long lists in the dock, a page at a time: all are within reach, and ten thousand lines do not stand there at once.

use std::ops::Range;

use leptos::prelude::*;

use crate::components::Pager;
use crate::i18n::{number, say};

/// Lines a page.
const PAGE: usize = 100;

/// Which page of a list is shown.
#[derive(Clone, Copy)]
pub struct Pages {
    len: Signal<usize>,
    page: RwSignal<usize>,
}

impl Pages {
    /// The pages of a list of this length; the first one is shown.
    pub fn of(len: Signal<usize>) -> Self {
        Self {
            len,
            page: RwSignal::new(0),
        }
    }

    fn count(self) -> usize {
        self.len.get().div_ceil(PAGE).max(1)
    }

    /// The page shown; the last one when the list has become shorter.
    fn shown(self) -> usize {
        self.page.get().min(self.count() - 1)
    }

    /// The places of the list that are shown.
    pub fn range(self) -> Range<usize> {
        let first = self.shown() * PAGE;
        first..(first + PAGE).min(self.len.get())
    }
}

/// Turns the pages, if there are several.
#[component]
pub fn Turn(pages: Pages) -> impl IntoView {
    let range = move || {
        let range = pages.range();
        say!(
            "pager.range",
            first = number(range.start + 1),
            last = number(range.end),
            of = number(pages.len.get())
        )
    };
    view! {
        <Show when=move || { pages.count() > 1 }>
            <Pager
                page=Signal::derive(move || pages.shown())
                pages=Signal::derive(move || pages.count())
                range=Signal::derive(range)
                on_turn=Callback::new(move |to| pages.page.set(to))
            />
        </Show>
    }
}
