//! Pagination of long lists inside the dock and dialogs, so that ten thousand items are never rendered at once.

use std::ops::Range;

use leptos::prelude::*;

use crate::components::Pagination;
use crate::i18n::{number, say};

/// Items per page.
const PAGE_SIZE: usize = 100;

/// The pages of a list, and which one is shown.
#[derive(Clone, Copy)]
pub struct ListPages {
    len: Signal<usize>,
    page: RwSignal<usize>,
}

impl ListPages {
    /// The pages of a list of this length; the first one is shown.
    pub fn of(len: Signal<usize>) -> Self {
        Self {
            len,
            page: RwSignal::new(0),
        }
    }

    fn count(self) -> usize {
        self.len.get().div_ceil(PAGE_SIZE).max(1)
    }

    /// The page shown; the last one when the list has become shorter.
    fn shown(self) -> usize {
        self.page.get().min(self.count() - 1)
    }

    /// The indices of the items that are shown.
    pub fn range(self) -> Range<usize> {
        let first = self.shown() * PAGE_SIZE;
        first..(first + PAGE_SIZE).min(self.len.get())
    }
}

/// Pagination controls; nothing while the list fits on one page.
#[component]
pub fn ListPagination(pages: ListPages) -> impl IntoView {
    let range = move || {
        let range = pages.range();
        say!(
            "pagination.range",
            first = number(range.start + 1),
            last = number(range.end),
            of = number(pages.len.get())
        )
    };
    view! {
        <Show when=move || { pages.count() > 1 }>
            <Pagination
                page=Signal::derive(move || pages.shown())
                pages=Signal::derive(move || pages.count())
                range=Signal::derive(range)
                on_turn=Callback::new(move |to| pages.page.set(to))
            />
        </Show>
    }
}
