//! The pagination of the table. Part of the second module.

use leptos::prelude::*;

use crate::components::{Pagination, Select, SelectOption};
use crate::domain::query::PageSize;
use crate::features::table::state::Table;
use crate::i18n::{number, say};

/// The pagination, with the rows per page.
#[component]
pub fn UserPagination() -> impl IntoView {
    let table = Table::expect();
    let range = move || {
        let first = table.page() * table.page_size();
        let last = (first + table.page_size()).min(table.matching());
        say!(
            "pagination.range",
            first = number(first + 1),
            last = number(last),
            of = number(table.matching())
        )
    };
    let resize = move |rows: String| {
        if let Some(size) = rows.parse().ok().and_then(PageSize::with_rows) {
            table.resize(size);
        }
    };
    let sizes = move || {
        let option = |size: PageSize| {
            SelectOption::new(
                size.rows(),
                say!("pagination.rows", n = number(size.rows())),
            )
        };
        PageSize::ALL.map(option).into()
    };
    view! {
        <Pagination
            page=Signal::derive(move || table.page())
            pages=Signal::derive(move || table.pages())
            range=Signal::derive(range)
            on_turn=Callback::new(move |page| table.turn_to(page))
        >
            <Select
                label=Signal::derive(|| say!("pagination.size"))
                options=Signal::derive(sizes)
                value=Signal::derive(move || table.page_size().to_string())
                on_choose=Callback::new(resize)
            />
        </Pagination>
    }
}
