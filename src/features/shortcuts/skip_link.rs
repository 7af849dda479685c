//! Leads past the table to the dock, for those who don't use shortcuts. Part of the second module.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;

use super::dialog::DOCK;
use crate::components::{current_target, focus_place, root_of};
use crate::i18n::say;

/// Visible while it has the focus, which it gets only if the dock shows something. Otherwise it is invisible instead of
/// removed: adding a positioned element makes the browser look through all of the table.
#[component]
pub fn SkipLink(
    /// Whether the dock shows something.
    is_needed: Memo<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/skip_link.css");
    let skip = move |event: MouseEvent| {
        current_target(&event).and_then(|link| focus_place(&root_of(&link)?, DOCK));
    };
    view! { class=cls,
        <button type="button" class="button skip" class:off=move || !is_needed.get() on:click=skip>
            {say!("shortcuts.skip")}
        </button>
    }
}
