//! A menu of buttons.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, HtmlButtonElement, HtmlElement};

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
    let place = RwSignal::new(Place::default());
    let put_above = move |event: MouseEvent| {
        if let Some(button) = current_target::<HtmlElement>(&event) {
            place.set(Place::above(&button.get_bounding_client_rect()));
        }
    };
    view! { class=cls,
        <button
            type="button"
            class=name
            aria-label=label
            popovertarget=id.get_value()
            on:click=put_above
        >
            <Icon shape=Shape::More/>
        </button>
        <div
            class="menu"
            id=id.get_value()
            popover="auto"
            style:left=move || place.get().left
            style:right=move || place.get().right
            style:bottom=move || place.get().bottom
            on:click=close_after_button
        >
            {children()}
        </div>
    }
}

/// Where the menu is in the window. Set by script, since browsers disagree on anchors in sticky boxes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Place {
    left: String,
    right: String,
    bottom: String,
}

impl Place {
    /// Above the button, from its side that is nearer to the edge of the window.
    fn above(button: &DomRect) -> Self {
        let window = document().document_element();
        let (width, height) = window.map_or((0, 0), |window| {
            (window.client_width(), window.client_height())
        });
        let (before, after) = (button.left(), f64::from(width) - button.right());
        let (left, right) = if before < after {
            (px(before - MARGIN), "auto".into())
        } else {
            ("auto".into(), px(after - MARGIN))
        };
        let bottom = px(f64::from(height) - button.top() + GAP);
        Self {
            left,
            right,
            bottom,
        }
    }
}

/// Between menu and button, in pixels.
const GAP: f64 = 10.0;
/// The margin of style/components/menu.css on both sides, which keeps the menu off the edges of the window.
const MARGIN: f64 = 12.0;

fn px(length: f64) -> String {
    format!("{}px", length.max(0.0).round())
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
