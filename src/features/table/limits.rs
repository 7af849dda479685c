//! Limits the rows to some users, and resets all filters. Part of the second module.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Table;
use crate::components::{Icon, Shape};
use crate::domain::ids::UserId;
use crate::features::directory::state::decompose;
use crate::i18n::say;

impl Table {
    /// The users who are selected.
    pub fn selected_users(self) -> Vec<UserId> {
        self.selection.with(|selection| {
            self.with_app_view(|app_view| {
                let rows = selection.on(app_view, decompose).rows().into_iter();
                rows.map(|row| app_view.directory.users.id(row)).collect()
            })
        })
    }

    /// Leaves only the selected users in the table.
    pub fn show_selected(self) {
        self.show_only(untrack(|| self.selected_users()));
    }

    /// Shows these users only, whatever is searched.
    pub fn show_only(self, users: impl IntoIterator<Item = UserId>) {
        self.clear_filters();
        self.only.set(Some(Arc::new(users.into_iter().collect())));
    }
}

/// Resets search and filters, if there are any.
#[component]
pub fn ResetFilters() -> impl IntoView {
    let table = Table::expect();
    let is_needed = Memo::new(move |_| table.is_narrowed());
    view! {
        <Show when=move || is_needed.get()>
            <button
                type="button"
                class="button quiet"
                aria-label=say!("no_match.clear")
                title=say!("no_match.clear")
                on:click=move |_| table.clear_filters()
            >
                <Icon shape=Shape::Cross/>
            </button>
        </Show>
    }
}
