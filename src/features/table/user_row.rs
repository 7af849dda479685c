//! A user's row.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::Table;
use crate::components::{Meaning, Note};
use crate::domain::directory::UserStatus;
use crate::domain::lookalike::mixes_alphabets;
use crate::domain::user_view::UserView;
use crate::i18n::say;

/// Renders the license cells of a user.
pub type UserCells = fn(RowUser) -> AnyView;

/// The user in a row. Rows are reused when the page is turned; `None`: the row is about to be removed.
pub type RowUser = Memo<Option<UserView>>;

/// A row of the table.
#[component]
pub fn UserRow(
    user: RowUser,
    /// The license cells; `None`: not loaded yet.
    cells: Signal<Option<UserCells>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_row.css");
    let table = Table::expect();
    let selected = Memo::new(move |_| {
        user.with(|user| user.as_ref().is_some_and(|user| table.is_selected(user.id)))
    });
    let select = move |event: MouseEvent| {
        let target = event
            .current_target()
            .and_then(|at| at.dyn_into::<HtmlInputElement>().ok());
        if let (Some(checkbox), Some(user)) = (target, user.get_untracked()) {
            table.select(user.id, checkbox.checked(), event.shift_key());
        }
    };
    let label = move || {
        user.with(|user| {
            user.as_ref()
                .map(|user| say!("row.select", name = user.label()))
        })
    };
    let who_and_status = move |user: UserView| {
        view! { class=cls,
            <th class="who" role="rowheader" scope="row" colspan="2">
                <bdi class="name">{name(&user)}</bdi>
                <bdi class="email">{user.email.clone()}</bdi>
                <Note note=lookalike(&user)/>
            </th>
            <td class="status" role="cell"><Note note=Some(status(&user))/></td>
        }
    };
    view! { class=cls,
        <tr class="row" role="row" class:selected=selected>
            <td class="select" role="cell">
                <input
                    class="check"
                    type="checkbox"
                    aria-label=label
                    prop:checked=selected
                    on:click=select
                />
            </td>
            {move || user.get().map(who_and_status)}
            {move || match cells.get() {
                Some(cells) => cells(user),
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

/// Warns of an address with look-alike characters.
fn lookalike(shown: &UserView) -> Option<(String, Meaning)> {
    mixes_alphabets(&shown.email).then(|| (say!("row.mixed_alphabets"), Meaning::Warning))
}

fn status(shown: &UserView) -> (String, Meaning) {
    match shown.status {
        UserStatus::Active => (say!("row.active"), Meaning::Good),
        UserStatus::Inactive => (say!("row.inactive"), Meaning::Neutral),
    }
}
