//! A dropdown: the native `<select>`.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers::style_sheet;
use web_sys::HtmlSelectElement;

use super::effect;
use super::select_options::{SelectOptions, show_options};

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

/// What a dropdown shows, except for its name. One effect sets it: a table has a hundred dropdowns, and each effect more
/// is woken in all of them.
#[derive(Default)]
struct State {
    options: SelectOptions,
    /// The value of the selected option.
    value: String,
    is_disabled: bool,
    is_marked: bool,
}

impl State {
    /// Only what differs is changed: even if the value is set to what it is, the browser looks through all form controls
    /// of the page.
    fn show(&self, before: &Self, select: &HtmlSelectElement) {
        let has_other_options = before.options != self.options;
        if has_other_options {
            show_options(select, &before.options, &self.options);
        }
        if has_other_options || before.value != self.value {
            select.set_value(&self.value);
        }
        if before.is_disabled != self.is_disabled {
            select.set_disabled(self.is_disabled);
        }
        if before.is_marked != self.is_marked {
            // The class is valid.
            let _ = select
                .class_list()
                .toggle_with_force("marked", self.is_marked);
        }
    }
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
    effect(move |before: Option<State>| {
        let before = before.unwrap_or_default();
        let Some(select) = element.get() else {
            return before;
        };
        let state = State {
            options: options.get(),
            value: value.get(),
            is_disabled: disabled.get(),
            is_marked: marked.get(),
        };
        state.show(&before, &select);
        state
    });
    view! { class=cls,
        <select
            node_ref=element
            class=width
            aria-label=label
            aria-describedby=described_by
            on:change=move |event: ev::Event| on_choose.run(event_target_value(&event))
        ></select>
    }
}
