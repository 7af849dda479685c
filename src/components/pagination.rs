//! Pagination: the range shown, and controls to turn to other pages.

pub(crate) mod list;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;
use web_sys::HtmlInputElement;

use crate::i18n::{number, say};

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
    // They are derived from more than what they say.
    let page = Memo::new(move |_| page.get());
    let pages = Memo::new(move |_| pages.get());
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
    let last = move || pages.get_untracked().saturating_sub(1);
    let button =
        move |label: String, sign: &'static str, is_inert: Signal<bool>, to: Signal<usize>| {
            view! { class=cls,
                <button
                    type="button"
                    class="button step"
                    aria-label=label
                    aria-disabled=move || is_inert.get().to_string()
                    on:click=move |_| turn(to.get_untracked())
                >
                    {sign}
                </button>
            }
        };
    let jump = move |event: ev::Event| {
        let typed = event_target_value(&event).parse::<usize>();
        if let Ok(typed) = typed {
            turn(typed.clamp(1, last() + 1) - 1);
        }
        event_target::<HtmlInputElement>(&event).set_value(&(page.get_untracked() + 1).to_string());
    };
    let [is_first, is_last] = [Signal::derive(is_first), Signal::derive(is_last)];
    let previous = Signal::derive(move || page.get().saturating_sub(1));
    let next = Signal::derive(move || page.get() + 1);
    view! { class=cls,
        <nav class="pagination" node_ref=element aria-label=say!("pagination.label")>
            <span class="range">{range}</span>
            <span class="space"></span>
            {children.map(|children| children())}
            <div class="steps">
                {button(say!("pagination.first"), "«", is_first, Signal::stored(0))}
                {button(say!("pagination.previous"), "‹", is_first, previous)}
                <label class="jump">
                    <input
                        class="page"
                        type="number"
                        min="1"
                        max=move || pages.get()
                        aria-label=say!("pagination.jump")
                        prop:value=move || page.get() + 1
                        on:change=jump
                    />
                    <span>{move || say!("pagination.of", pages = number(pages.get()))}</span>
                </label>
                {button(say!("pagination.next"), "›", is_last, next)}
                {button(say!("pagination.last"), "»", is_last, Signal::derive(last))}
            </div>
        </nav>
    }
}
