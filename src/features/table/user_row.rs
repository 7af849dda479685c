//! A user's row.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::Table;
use crate::components::{Meaning, Note};
use crate::domain::directory::UserStatus;
use crate::domain::ids::UserId;
use crate::domain::lookalike::mixes_alphabets;
use crate::domain::user_view::UserView;
use crate::i18n::say;

/// Renders the license cells of a user. The signal is the user's label.
pub type UserCells = fn(RowUser, Signal<String>) -> AnyView;

/// The user in a row. Rows are reused when the page is turned; `None`: the row is about to be removed.
pub type RowUser = Memo<Option<UserId>>;

type Remark = Option<(String, Meaning)>;

/// A row of the table.
#[component]
pub fn UserRow(
    user: RowUser,
    /// The license cells; `None`: not loaded yet.
    cells: Signal<Option<UserCells>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_row.css");
    let table = Table::expect();
    let shown = Memo::new(move |_| table.user(user.get()?));
    let read = move |look: fn(&UserView) -> String| {
        shown.with(|shown| shown.as_ref().map(look).unwrap_or_default())
    };
    let title = Signal::derive(move || read(UserView::label));
    let note = move |say: fn(&UserView) -> Remark| {
        Signal::derive(move || shown.with(|shown| shown.as_ref().and_then(say)))
    };
    let selected = Memo::new(move |_| user.get().is_some_and(|user| table.is_selected(user)));
    let select = move |event: MouseEvent| {
        let target = event
            .current_target()
            .and_then(|at| at.dyn_into::<HtmlInputElement>().ok());
        if let (Some(checkbox), Some(user)) = (target, user.get_untracked()) {
            table.select(user, checkbox.checked(), event.shift_key());
        }
    };
    view! { class=cls,
        <tr class="row" class:selected=selected>
            <td class="select">
                <input
                    class="check"
                    type="checkbox"
                    aria-label=move || say!("row.select", name = title.get())
                    prop:checked=selected
                    on:click=select
                />
            </td>
            <td class="who">
                <bdi class="name">{move || read(name)}</bdi>
                <bdi class="email">{move || read(|shown| shown.email.clone())}</bdi>
                <Note note=note(lookalike)/>
            </td>
            <td class="status"><Note note=note(status)/></td>
            {move || match cells.get() {
                Some(cells) => cells(user, title),
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
        <Show when=move || table.needs_number()><td><span class="line"></span></td></Show>
        <td><span class="line"></span></td>
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
fn lookalike(shown: &UserView) -> Remark {
    mixes_alphabets(&shown.email).then(|| (say!("row.mixed_alphabets"), Meaning::Warning))
}

fn status(shown: &UserView) -> Remark {
    Some(match shown.status {
        UserStatus::Active => (say!("row.active"), Meaning::Good),
        UserStatus::Inactive => (say!("row.inactive"), Meaning::Neutral),
    })
}
