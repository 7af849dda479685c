//! A dropdown: the native `<select>`.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use stylers::style_sheet;

/// An option of a dropdown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SelectOption {
    /// The value passed on when it is chosen.
    pub value: String,
    /// The visible text.
    pub label: String,
    /// Whether it cannot be chosen.
    pub disabled: bool,
}

impl SelectOption {
    /// An option that can be chosen.
    pub fn new(value: impl ToString, label: String) -> Self {
        Self {
            value: value.to_string(),
            label,
            disabled: false,
        }
    }
}

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
    options: Signal<Arc<[SelectOption]>>,
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
    // Even if it is set to what it shows, the browser looks through all form controls of the page.
    let value = Memo::new(move |_| value.get());
    // The value is set apart from the options, so that a change of the value does not render them anew. Whichever comes
    // first, the selected option is right in the end.
    let options = move || {
        let selected = value.get_untracked();
        let option = |option: &SelectOption| {
            let SelectOption {
                value,
                label,
                disabled,
            } = option.clone();
            let is_selected = value == selected;
            view! { <option value=value disabled=disabled prop:selected=is_selected>{label}</option> }
        };
        options.with(|options| options.iter().map(option).collect_view())
    };
    view! { class=cls,
        <select
            class=width
            class:marked=marked
            aria-label=label
            aria-describedby=described_by
            disabled=disabled
            prop:value=value
            on:change=move |event: ev::Event| on_choose.run(event_target_value(&event))
        >
            {options}
        </select>
    }
}
