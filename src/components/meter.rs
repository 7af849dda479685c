//! A meter of used capacity.

use leptos::prelude::*;
use stylers::style_sheet;

/// A labeled meter; without a total, only the label and the figures.
#[component]
pub fn Meter(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// The figures as text.
    #[prop(into)]
    figures: Signal<String>,
    /// How much is used.
    #[prop(into)]
    value: Signal<u32>,
    /// The total; `None`: unlimited.
    #[prop(into)]
    total: Signal<Option<u32>>,
    /// Whether little is left.
    #[prop(into)]
    low: Signal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/meter.css");
    view! { class=cls,
        <div class="meter">
            <div class="line">
                <b class="label">{label}</b>
                <span class="figures">{figures}</span>
            </div>
            {move || {
                total
                    .get()
                    .map(|total| {
                        view! { class=cls,
                            <meter
                                class="bar"
                                class:low=low
                                min="0"
                                max=total
                                value=move || value.get()
                                aria-label=move || label.get()
                            ></meter>
                        }
                    })
            }}
        </div>
    }
}
