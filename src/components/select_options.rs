//! The options of dropdowns, changed in place. A table has a hundred dropdowns of five options and more: rendered anew,
//! they took a third of the time of opening an application.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlOptionElement, HtmlSelectElement};

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

/// The options of a dropdown. Those of the same list are equal at no cost.
pub type SelectOptions = Arc<[SelectOption]>;

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

/// Shows options instead of those before.
pub(super) fn show_options(
    select: &HtmlSelectElement,
    before: &[SelectOption],
    options: &[SelectOption],
) {
    let shared = before.len().min(options.len());
    select.set_length(shared as u32);
    for (at, (before, option)) in (0..).zip(before.iter().zip(options)) {
        let element = select.item(at).and_then(|item| item.dyn_into().ok());
        if let Some(element) = element {
            update(&element, before, option);
        }
    }
    for option in &options[shared..] {
        append(select, option);
    }
}

fn update(element: &HtmlOptionElement, before: &SelectOption, option: &SelectOption) {
    if before.label != option.label {
        element.set_text_content(Some(&option.label));
    }
    if before.value != option.value {
        element.set_value(&option.value);
    }
    if before.disabled != option.disabled {
        element.set_disabled(option.disabled);
    }
}

fn append(select: &HtmlSelectElement, option: &SelectOption) {
    // Neither fails in a document.
    if let Ok(element) = HtmlOptionElement::new_with_text_and_value(&option.label, &option.value) {
        element.set_disabled(option.disabled);
        let _ = select.append_child(&element);
    }
}
