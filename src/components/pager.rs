//! Turns pages, and shows each from its first row on.

use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::i18n::say;

/// The range shown, and the buttons to the pages before and after.
#[component]
pub fn Pager(
    /// The page shown, counted from 0.
    #[prop(into)]
    page: Signal<usize>,
    /// How many pages there are.
    #[prop(into)]
    pages: Signal<usize>,
    /// What is shown, for reading.
    #[prop(into)]
    range: Signal<String>,
    /// Turns to a page.
    on_turn: Callback<usize>,
    /// More controls, between the range and the buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/pager.css");
    let element = NodeRef::<html::Nav>::new();
    let turn = move |to: usize| {
        on_turn.run(to);
        // What it turns stands before it.
        let turned = element.get_untracked();
        if let Some(rows) = turned.and_then(|nav| nav.previous_element_sibling()) {
            rows.scroll_into_view();
        }
    };
    let is_first = move || page.get() == 0;
    let is_last = move || page.get() + 1 >= pages.get();
    view! { class=cls,
        <nav class="pager" node_ref=element aria-label=say!("pager.label")>
            <span class="range" role="status">{range}</span>
            <span class="space"></span>
            {children.map(|children| children())}
            <button
                type="button"
                class="button"
                aria-label=say!("pager.previous")
                disabled=is_first
                on:click=move |_| turn(page.get_untracked().saturating_sub(1))
            >
                "‹"
            </button>
            <button
                type="button"
                class="button"
                aria-label=say!("pager.next")
                disabled=is_last
                on:click=move |_| turn(page.get_untracked() + 1)
            >
                "›"
            </button>
        </nav>
    }
}
