//! An empty state.

use leptos::prelude::*;
use stylers::style_sheet;

use super::{Icon, Shape};

/// Explains why there is nothing to show, and what to do next.
#[component]
pub fn EmptyState(
    /// The icon.
    shape: Shape,
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The explanation.
    #[prop(into)]
    text: Signal<String>,
    /// The next step: a button or a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/empty_state.css");
    view! { class=cls,
        <div class="empty">
            <div class="picture">
                <Icon shape/>
            </div>
            <h2 class="title" data-focus-place="empty" tabindex="-1">{title}</h2>
            <p class="text">{text}</p>
            <div class="actions">{children.map(|children| children())}</div>
        </div>
    }
}
