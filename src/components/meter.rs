//! A meter of used capacity.

use leptos::prelude::*;
use stylers::style_sheet;

/// A labeled meter; without a total, only the label and the figures.
#[component]
pub fn Meter(
    /// What is measured.
    label: String,
    /// The figures as text.
    figures: String,
    /// How much is used.
    value: u32,
    /// The total; `None`: unlimited.
    total: Option<u32>,
    /// What will change, as text; may be empty.
    note: Signal<String>,
    /// Whether that is too much.
    is_alert: Signal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/meter.css");
    let whole = label.clone();
    let bar = total.map(|total| {
        let is_full = value >= total;
        view! { class=cls,
            <meter class="bar" class:full=is_full min="0" max=total value=value aria-label=label.clone()></meter>
        }
    });
    view! { class=cls,
        <div class="meter">
            <div class="line">
                <b class="label" title=whole>{label}</b>
                <span class="note" class:alert=is_alert>{note}</span>
                <span class="figures">{figures}</span>
            </div>
            {bar}
        </div>
    }
}
