//! Undoes the pending change of one user.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::license_row::LicenseRow;
use crate::components::{Icon, Shape, current_target};
use crate::domain::user_view::UserView;
use crate::features::drafting::state::Drafting;
use crate::features::table::page_rows::RowUser;
use crate::i18n::say;

/// The button, which gives the focus to the dropdown before it. Without a pending change it is hidden.
#[component]
pub fn Revert(user: RowUser, row: LicenseRow) -> impl IntoView {
    let cls = style_sheet!("./style/components/revert.css");
    let drafting = Drafting::expect();
    let is_revertible = row.is_revertible;
    // While it is hidden, it keeps its label, whoever is in the row.
    let label = Memo::new(move |before: Option<&String>| match before {
        Some(before) if !is_revertible.get() => before.clone(),
        _ => say!("row.revert", name = user.with(UserView::label)),
    });
    let revert = move |event: MouseEvent| {
        focus_dropdown(&event);
        if let Some(user) = row.user() {
            drafting.forget(user);
        }
    };
    view! { class=cls,
        <button
            type="button"
            class="revert"
            aria-label=label
            title=label
            hidden=move || !is_revertible.get()
            on:click=revert
        >
            <Icon shape=Shape::Back/>
        </button>
    }
}

fn focus_dropdown(event: &MouseEvent) {
    let cell = current_target::<Element>(event).and_then(|button| button.parent_element());
    let dropdown = cell.and_then(|cell| cell.query_selector("select").ok().flatten());
    if let Some(dropdown) = dropdown.and_then(|dropdown| dropdown.dyn_into::<HtmlElement>().ok()) {
        // Focusing an element that is on the page does not fail.
        let _ = dropdown.focus();
    }
}
