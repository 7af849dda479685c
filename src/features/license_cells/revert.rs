//! Undoes the pending change of one user.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::row_content::LicenseRow;
use crate::components::{Icon, Shape, current_target};
use crate::domain::user_view::UserView;
use crate::features::drafting::state::Drafting;
use crate::features::table::page_rows::RowUser;
use crate::i18n::say;

/// The button, which gives the focus to the dropdown before it.
#[component]
pub fn Revert(
    user: RowUser,
    row: LicenseRow,
    /// Whether there is a pending change; otherwise it is hidden.
    is_revertible: Memo<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/revert.css");
    let drafting = Drafting::expect();
    let label = move || {
        let label = user.with(UserView::label);
        say!("row.revert", name = label)
    };
    let revert = move |event: MouseEvent| {
        focus_dropdown(&event);
        if let Some(user) = row.with_untracked(|row| row.as_ref().map(|row| row.user)) {
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
