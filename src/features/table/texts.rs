//! Texts on the users in the table.

use super::state::Table;
use crate::i18n::{count, number, say};

/// How many users match, of how many.
pub(crate) fn matching(table: Table) -> String {
    let all = table.with_app_view(|app_view| app_view.directory.users.len());
    if !table.is_narrowed() {
        count("count.users", all)
    } else {
        say!(
            "count.matching",
            matching = number(table.matching()),
            users = count("count.users", all)
        )
    }
}

/// Which page is shown, counted from 0.
pub(crate) fn page(page: usize, pages: usize) -> String {
    say!(
        "pagination.page",
        page = number(page + 1),
        pages = number(pages)
    )
}
