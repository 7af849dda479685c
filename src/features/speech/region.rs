//! The live region. It is on the page before anything is said, and stays when the language changes; otherwise screen
//! readers miss it.

use leptos::prelude::*;
use stylers::style_sheet;

/// What is said. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Speech(pub(super) RwSignal<String>);

impl Speech {
    /// Nothing is said yet.
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// The speech from the context.
    pub fn expect() -> Self {
        expect_context()
    }
}

/// The live region, which is not visible.
#[component]
pub fn LiveRegion(speech: Speech) -> impl IntoView {
    let cls = style_sheet!("./style/components/live_region.css");
    view! { class=cls, <div class="spoken" role="status">{speech.0}</div> }
}
