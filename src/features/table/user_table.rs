//! The table of users.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::domain::query::SortBy;
use crate::domain::selection::Share;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::table::page_rows::PageRows;
use crate::features::table::state::Table;
use crate::features::table::user_row::{UserCells, UserRow};
use crate::i18n::say;

/// Parts of the table that are loaded later.
#[derive(Clone, Copy)]
pub struct TableParts {
    /// The license cells of a user's row.
    pub cells: UserCells,
    /// The pagination.
    pub pagination: fn() -> AnyView,
    /// Stands for the table when it is empty.
    pub no_users: fn() -> AnyView,
}

/// The table with its pagination, or an empty state.
#[component]
pub fn UserTable(
    /// What is loaded later; `None`: not loaded yet.
    parts: Signal<Option<TableParts>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/user_table.css");
    let account = Account::expect();
    let table = Table::expect();
    let cells = Signal::derive(move || parts.get().map(|parts| parts.cells));
    let page = PageRows::new(table);
    let is_empty =
        Memo::new(move |_| table.matching() == 0 && account.load_state().stage != Stage::Loading);
    view! { class=cls,
        <Show when=move || is_empty.get()>{move || parts.get().map(|parts| (parts.no_users)())}</Show>
        <Show when=move || !is_empty.get()>
            <table
                class="users"
                role="table"
                class:with-number=move || table.needs_number()
                data-focus-place="table"
                data-focus-to="table"
                tabindex="-1"
            >
                <caption class="caption">{move || say!("table.caption", name = table.application().application.name)}</caption>
                <thead class="heads" role="rowgroup">
                    <tr role="row">
                        <th class="select" role="columnheader" scope="col"><PageCheckbox/></th>
                        <SortHead by=SortBy::Name label=say!("table.name")/>
                        <SortHead by=SortBy::Email label=say!("table.email")/>
                        <th class="status" role="columnheader" scope="col">{say!("table.status")}</th>
                        <Show when=move || table.needs_number()>
                            <th class="number" role="columnheader" scope="col">{say!("table.number")}</th>
                        </Show>
                        <SortHead by=SortBy::License label=say!("table.license")/>
                    </tr>
                </thead>
                <tbody class="rows" role="rowgroup" aria-busy=move || (account.load_state().stage == Stage::Loading).to_string()>
                    <Show when=move || page.len() == 0><Skeleton rows=table.page_size()/></Show>
                    <For each=move || 0..page.built() key=|row| *row let(row)>
                        <UserRow row=page.row(row) cells/>
                    </For>
                </tbody>
            </table>
            <Show when=move || { page.len() > 0 }>
                {move || match parts.get() {
                    Some(parts) => (parts.pagination)(),
                    None => view! { class=cls, <div class="foot"></div> }.into_any(),
                }}
            </Show>
        </Show>
    }
}

/// The tri-state checkbox that selects the page.
#[component]
fn PageCheckbox() -> impl IntoView {
    let table = Table::expect();
    let share = Memo::new(move |_| table.page_share());
    view! {
        <input
            class="check"
            type="checkbox"
            aria-label=say!("table.select_page")
            prop:checked=move || share.get() == Share::All
            prop:indeterminate=move || share.get() == Share::Some
            on:change=move |event| table.select_page(event_target_checked(&event))
        />
    }
}

/// The header of a column, which sorts by it.
#[component]
fn SortHead(by: SortBy, label: String) -> impl IntoView {
    let cls = style_sheet!("./style/components/sort_head.css");
    let table = Table::expect();
    let sort = Memo::new(move |_| table.view().sort);
    let column = match by {
        SortBy::Name => "head name",
        SortBy::Email => "head",
        SortBy::License => "head license",
    };
    let aria_sort = move || {
        let sort = sort.get();
        let direction = if sort.descending {
            "descending"
        } else {
            "ascending"
        };
        (sort.by == by).then_some(direction)
    };
    let arrow = move || match (sort.get().by == by, sort.get().descending) {
        (false, _) => "",
        (true, false) => "↑",
        (true, true) => "↓",
    };
    view! { class=cls,
        <th
            class=column
            class:beside-number=move || table.needs_number()
            role="columnheader"
            scope="col"
            aria-sort=aria_sort
        >
            <button
                type="button"
                class="sort"
                class:current=move || sort.get().by == by
                on:click=move |_| table.sort_by(by)
            >
                {label}
                <span class="arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
}

/// Placeholder rows while loading.
#[component]
fn Skeleton(rows: usize) -> impl IntoView {
    let cls = style_sheet!("./style/components/skeleton.css");
    (0..rows)
        .map(|_| {
            view! { class=cls,
                <tr class="skeleton" aria-hidden="true">
                    <td class="blank" colspan="5"><span class="line"></span></td>
                </tr>
            }
        })
        .collect_view()
}
