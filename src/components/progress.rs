//! A progress bar.

use leptos::prelude::*;
use stylers::style_sheet;

/// A labeled progress bar, indeterminate while the share is unknown.
#[component]
pub fn Progress(
    /// What is in progress, and how far.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done, and the total; `None`: not known yet.
    #[prop(into)]
    share: Signal<Option<(u32, u32)>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/progress.css");
    view! { class=cls,
        <div class="progress">
            <span class="words">{label}</span>
            <progress
                class="bar"
                max=move || share.get().map(|(_, all)| all.max(1))
                value=move || share.get().map(|(done, _)| done)
                aria-label=label
            ></progress>
        </div>
    }
}
