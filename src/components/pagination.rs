//! Pagination: the range shown, and buttons to the previous and the next page.

pub(crate) mod list;

use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::i18n::say;

/// Pagination controls. Scrolls to the first row when the page changes.
#[component]
pub fn Pagination(
    /// The page shown, counted from 0.
    #[prop(into)]
    page: Signal<usize>,
    /// How many pages there are.
    #[prop(into)]
    pages: Signal<usize>,
    /// The range shown, as text.
    #[prop(into)]
    range: Signal<String>,
    /// Called with the page to show.
    on_turn: Callback<usize>,
    /// More controls between the range and the buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/pagination.css");
    let element = NodeRef::<html::Nav>::new();
    // At the ends, the buttons keep the focus.
    let turn = move |to: usize| {
        if to == page.get_untracked() || to >= pages.get_untracked() {
            return;
        }
        on_turn.run(to);
        // The paginated content is the previous sibling.
        let content = element.get_untracked();
        if let Some(rows) = content.and_then(|nav| nav.previous_element_sibling()) {
            rows.scroll_into_view();
        }
    };
    let is_first = move || page.get() == 0;
    let is_last = move || page.get() + 1 >= pages.get();
    view! { class=cls,
        <nav class="pagination" node_ref=element aria-label=say!("pagination.label")>
            <span class="range">{range}</span>
            <span class="space"></span>
            {children.map(|children| children())}
            <button
                type="button"
                class="button"
                aria-label=say!("pagination.previous")
                aria-disabled=move || is_first().to_string()
                on:click=move |_| turn(page.get_untracked().saturating_sub(1))
            >
                "‹"
            </button>
            <button
                type="button"
                class="button"
                aria-label=say!("pagination.next")
                aria-disabled=move || is_last().to_string()
                on:click=move |_| turn(page.get_untracked() + 1)
            >
                "›"
            </button>
        </nav>
    }
}
