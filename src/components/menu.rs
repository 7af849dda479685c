//! A menu of buttons.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

use super::{Icon, Shape, current_target, unique_id};

/// Three dots that open a menu; a button in it closes it.
#[component]
pub fn Menu(
    /// What is in it.
    #[prop(into)]
    label: Signal<String>,
    /// The class of the button, which says at which widths it is there.
    class: &'static str,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/menu.css");
    let id = StoredValue::new(unique_id());
    let name = format!("button quiet more {class}");
    view! { class=cls,
        <button type="button" class=name aria-label=label popovertarget=id.get_value()>
            <Icon shape=Shape::More/>
        </button>
        <div class="menu" id=id.get_value() popover="auto" on:click=close_after_button>{children()}</div>
    }
}

fn close_after_button(event: MouseEvent) {
    let is_button = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlButtonElement>().ok())
        .is_some();
    let menu = current_target::<HtmlElement>(&event);
    if let Some(menu) = menu.filter(|_| is_button) {
        // Hiding a popover that is open does not fail.
        let _ = menu.hide_popover();
    }
}
