//! What stands where there is nothing to show.

use leptos::prelude::*;
use stylers::style_sheet;

use super::{Icon, Shape};

/// Says why there is nothing, and what to do next.
#[component]
pub fn EmptyState(
    /// Its picture.
    shape: Shape,
    /// What is so.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what helps.
    #[prop(into)]
    text: Signal<String>,
    /// The way on: a button or a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/empty_state.css");
    view! { class=cls,
        <div class="empty" role="status">
            <div class="picture">
                <Icon shape/>
            </div>
            <h2 class="title">{title}</h2>
            <p class="text">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
