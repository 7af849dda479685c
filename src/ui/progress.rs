//! How far long work has come.

use leptos::prelude::*;
use stylers::style_sheet;

/// A labelled progress bar, indeterminate while the share is not known.
#[component]
pub fn Progress(
    /// What is under way, and how far.
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 1; `None`: not known yet.
    #[prop(into)]
    share: Signal<Option<f64>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/progress.css");
    view! { class=cls,
        <div class="progress" role="status">
            <span class="words">{label}</span>
            <progress class="bar" max="1" value=move || share.get() aria-label=move || label.get()></progress>
        </div>
    }
}
