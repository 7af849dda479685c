//! The selection of users.

use leptos::prelude::*;

use super::state::Table;
use crate::domain::ids::UserId;
use crate::domain::query::Filter;
use crate::domain::selection::{Selected, Selection, Share};
use crate::features::directory::state::decompose;

impl Table {
    /// Whether each user of the page is selected.
    pub fn page_selection(self) -> Vec<bool> {
        let rows = self.page_rows();
        self.with_selected(|selected, _| rows.iter().map(|row| selected.contains(*row)).collect())
    }

    /// How many users are selected.
    pub fn selected(self) -> usize {
        self.rows.with(|rows| {
            self.with_selected(|selected, filter| selected.count(filter.map(|it| (it, &rows[..]))))
        })
    }

    /// Whether none, some or all of the page is selected.
    pub fn page_share(self) -> Share {
        let rows = self.page_rows();
        self.with_selected(|selected, _| selected.share_of(&rows))
    }

    /// Whether all matching users are selected.
    pub fn all_matching_selected(self) -> bool {
        self.rows
            .with(|rows| self.with_selected(|selected, filter| selected.contains_all(rows, filter)))
    }

    /// Reads the selection. The filter is the one that all rows match, and no other user does; `None` while they are
    /// frozen, or limited.
    fn with_selected<T>(self, look: impl FnOnce(Selected, Option<&Filter>) -> T) -> T {
        let is_limited = self.is_frozen.get() || self.only.with(Option::is_some);
        self.selection.with(|selection| {
            self.view.with(|view| {
                let filter = (!is_limited).then_some(&view.filter);
                self.with_app_view(|app_view| look(selection.on(app_view, decompose), filter))
            })
        })
    }

    /// Selects or deselects a user; with `range`, all users from the last one clicked.
    pub fn select(self, user: UserId, on: bool, range: bool) {
        let page = untrack(|| self.page_users());
        let place = |wanted: UserId| page.iter().position(|each| *each == wanted);
        let anchor = self
            .anchor
            .get_untracked()
            .filter(|_| range)
            .and_then(place);
        let users = match (anchor, place(user)) {
            (Some(from), Some(to)) => page[from.min(to)..=from.max(to)].to_vec(),
            _ => vec![user],
        };
        self.anchor.set(Some(user));
        self.set_selected(&users, on);
    }

    /// Selects or deselects the whole page.
    pub fn select_page(self, on: bool) {
        let users = untrack(|| self.page_users());
        self.set_selected(&users, on);
    }

    fn set_selected(self, users: &[UserId], on: bool) {
        untrack(|| {
            self.with_app_view(|app_view| {
                let rows = users
                    .iter()
                    .filter_map(|user| app_view.directory.users.row(*user));
                self.selection
                    .update(|selection| selection.set(rows, on, app_view, decompose));
            });
        });
    }

    /// Selects all matching users. While a run is shown, the rows are frozen, so these users are selected by
    /// identifier; so are limited rows.
    pub fn select_all_matching(self) {
        let selection =
            if self.is_frozen.get_untracked() || self.only.with_untracked(Option::is_some) {
                Selection::of(untrack(|| self.matching_users()))
            } else {
                Selection::everyone_matching(self.view.with_untracked(|view| view.filter.clone()))
            };
        self.selection.set(selection);
    }

    fn matching_users(self) -> Vec<UserId> {
        self.rows.with(|rows| {
            self.account
                .directory
                .with(|directory| rows.iter().map(|row| directory.users.id(*row)).collect())
        })
    }

    /// Clears the selection.
    pub fn clear_selection(self) {
        self.selection.set(Selection::default());
        self.anchor.set(None);
    }
}
