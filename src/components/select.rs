//! A dropdown: the native `<select>`.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers::style_sheet;

use super::effect;
use super::select_options::{Choices, SelectOptions};

/// The width of a dropdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Width {
    /// Fits its longest option.
    #[default]
    Content,
    /// Fits a phone number.
    Medium,
    /// Fits a license type.
    Wide,
}

/// A dropdown that keeps showing `value` when its options change.
#[component]
pub fn Select(
    /// The accessible name.
    label: Signal<String>,
    /// The options.
    options: Signal<SelectOptions>,
    /// The value of the selected option.
    value: Signal<String>,
    /// Called with the value of the chosen option.
    on_choose: Callback<String>,
    /// Whether it is disabled.
    #[prop(optional)]
    disabled: Signal<bool>,
    /// Whether it is highlighted.
    #[prop(optional)]
    marked: Signal<bool>,
    /// The identifier of the element that describes it.
    #[prop(optional)]
    described_by: Option<String>,
    /// Its width.
    #[prop(optional)]
    width: Width,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/select.css");
    let width = match width {
        Width::Content => "select",
        Width::Medium => "select medium",
        Width::Wide => "select wide",
    };
    let element = NodeRef::<html::Select>::new();
    effect(move |before: Option<Choices>| {
        let before = before.unwrap_or_default();
        let Some(select) = element.get() else {
            return before;
        };
        let choices = Choices {
            options: options.get(),
            value: value.get(),
        };
        before.change_to(&choices, &select);
        choices
    });
    view! { class=cls,
        <select
            node_ref=element
            class=width
            class:marked=marked
            aria-label=label
            aria-describedby=described_by
            disabled=disabled
            on:change=move |event: ev::Event| on_choose.run(event_target_value(&event))
        ></select>
    }
}
