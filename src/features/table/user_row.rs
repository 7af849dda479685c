//! A user's row.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use web_sys::HtmlInputElement;

use super::page_rows::PageRow;
use super::state::Table;
use crate::components::current_target;
use crate::domain::user_view::UserView;
use crate::i18n::say;

/// Renders the license cells of a user.
pub type UserCells = Callback<PageRow, AnyView>;

/// A row of the table. Its elements are built once, and only texts and attributes follow the user: rendering an element
/// anew sets all of its attributes again.
#[component]
pub fn UserRow(
    row: PageRow,
    /// The license cells; `None`: not loaded yet.
    cells: Signal<Option<UserCells>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_row.css");
    let table = Table::expect();
    let PageRow {
        user,
        is_active,
        is_selected,
        is_shown,
    } = row;
    let select = move |event: MouseEvent| {
        if let Some(checkbox) = current_target::<HtmlInputElement>(&event) {
            let user = user.with_untracked(|user| user.id);
            table.select(user, checkbox.checked(), event.shift_key());
        }
    };
    let shown = move |show: fn(&UserView) -> String| move || user.with(show);
    let label = shown(|user| say!("row.select", name = user.label()));
    let email = shown(|user| user.email.clone());
    let is_inactive = move || !is_active.get();
    let status = move || match is_active.get() {
        true => say!("row.active"),
        false => say!("row.inactive"),
    };
    view! { class=cls,
        <tr class="row" role="row" class:selected=is_selected hidden=move || !is_shown.get()>
            <td class="select" role="cell">
                <input
                    class="check"
                    type="checkbox"
                    aria-label=label
                    prop:checked=is_selected
                    on:click=select
                />
            </td>
            <th class="who" role="rowheader" scope="row" colspan="2">
                <bdi class="name">{shown(name)}</bdi>
                <bdi class="email" title=email>{email}</bdi>
            </th>
            <td class="status" role="cell"><span class:inactive=is_inactive>{status}</span></td>
            {move || match cells.get() {
                Some(cells) => cells.run(row),
                None => view! { <LoadingCells/> }.into_any(),
            }}
        </tr>
    }
}

/// Placeholders for the license cells.
#[component]
fn LoadingCells() -> impl IntoView {
    let cls = style_sheet!("./style/components/loading_cells.css");
    let table = Table::expect();
    view! { class=cls,
        <Show when=move || table.needs_number()><td role="cell"><span class="line"></span></td></Show>
        <td role="cell"><span class="line"></span></td>
    }
}

fn name(shown: &UserView) -> String {
    if shown.name.is_empty() {
        say!("row.nameless")
    } else {
        shown.name.clone()
    }
}
