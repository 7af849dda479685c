//! A click on a user's name or address selects the user, or not any more. Part of the second module.

use std::iter;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

use super::state::Table;
use crate::components::root_of;

/// Selects by clicks in the app that it is in. It shows nothing.
#[component]
pub fn RowClick() -> impl IntoView {
    let table = Table::expect();
    let element = NodeRef::<html::Span>::new();
    let handle = window_event_listener(ev::click, move |event| {
        let root = element.get_untracked().and_then(|here| root_of(&here));
        let row = root.and_then(|root| row_of(&event, &root));
        if let Some(row) = row.filter(|_| !has_selected_text()) {
            toggle(table, row, event.shift_key());
        }
    });
    on_cleanup(move || handle.remove());
    view! { <span node_ref=element hidden></span> }
}

/// The row of the table whose user was clicked.
fn row_of(event: &MouseEvent, root: &HtmlElement) -> Option<usize> {
    let target: Element = event.composed_path().get(0).dyn_into().ok()?;
    let cell = target.closest("tbody th.who").ok()??;
    if !root.contains(Some(&cell)) {
        return None;
    }
    let before = |row: &Element| row.previous_element_sibling();
    Some(iter::successors(before(&cell.parent_element()?), before).count())
}

/// Whether the click ended a selection of text.
fn has_selected_text() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}

fn toggle(table: Table, row: usize, range: bool) {
    let (users, selection) = untrack(|| (table.page_users(), table.page_selection()));
    if let (Some(user), Some(is_selected)) = (users.get(row), selection.get(row)) {
        table.select(*user, !is_selected, range);
    }
}
