//! A dropdown: the browser's own.

use leptos::ev;
use leptos::prelude::*;
use stylers::style_sheet;

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SelectOption {
    /// What is told when it is chosen.
    pub value: String,
    /// What is read.
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

/// How wide a dropdown is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Width {
    /// As its longest option.
    #[default]
    Content,
    /// As a phone number.
    Medium,
    /// As a license type.
    Wide,
}

/// A dropdown that shows `value`, whatever its options become.
#[component]
pub fn Select(
    /// What is chosen, for those who cannot see it.
    label: Signal<String>,
    /// What there is to choose.
    options: Signal<Vec<SelectOption>>,
    /// The value of the option shown.
    value: Signal<String>,
    /// Told the value of the option chosen.
    on_choose: Callback<String>,
    /// Told when it is reached by pointer or focus.
    #[prop(optional)]
    on_reach: Option<Callback<()>>,
    /// Whether nothing can be chosen.
    #[prop(optional)]
    disabled: Signal<bool>,
    /// Whether it stands out.
    #[prop(optional)]
    marked: Signal<bool>,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/select.css");
    let width = match width {
        Width::Content => "select",
        Width::Medium => "select medium",
        Width::Wide => "select wide",
    };
    let reach = move || {
        if let Some(on_reach) = on_reach {
            on_reach.run(());
        }
    };
    let option = move |SelectOption {
                           value: own,
                           label,
                           disabled,
                       }: SelectOption| {
        let shown = own.clone();
        view! {
            <option value=own disabled=disabled prop:selected=move || value.get() == shown>{label}</option>
        }
    };
    view! { class=cls,
        <select
            class=width
            class:marked=marked
            aria-label=label
            disabled=disabled
            on:focus=move |_| reach()
            on:pointerenter=move |_| reach()
            on:change=move |event: ev::Event| on_choose.run(event_target_value(&event))
        >
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
}
