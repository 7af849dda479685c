//! A progress bar as a line.

use leptos::prelude::*;
use stylers::style_sheet;

/// A progress bar along the upper edge of the positioned element around it. It takes no space, so nothing moves when it
/// appears.
#[component]
pub fn ProgressLine(
    /// What is in progress, and how far.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done, and the total; `None`: not known yet.
    #[prop(into)]
    share: Signal<Option<(u32, u32)>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/progress_line.css");
    view! { class=cls,
        <progress
            class="track"
            max=move || share.get().map(|(_, all)| all.max(1))
            value=move || share.get().map(|(done, _)| done)
            aria-label=label
        ></progress>
    }
}
