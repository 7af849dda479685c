//! The rows of the page.

use leptos::prelude::*;

use super::state::Table;
use crate::components::{effect, set_if_changed};
use crate::domain::directory::UserStatus;
use crate::domain::user_view::UserView;

/// The user in a row. Rows are reused when the page is turned.
pub type RowUser = RwSignal<UserView>;

/// The rows of the page. Each has signals of its own, which an effect sets where they differ. If rows read a memo of the
/// whole page instead, a change would mark all rows and their views once for each path through the graph to that memo.
#[derive(Clone, Copy)]
pub(super) struct PageRows {
    rows: StoredValue<Vec<PageRow>>,
    /// How many rows there are, hidden ones included.
    built: RwSignal<usize>,
    len: RwSignal<usize>,
    /// The owner of the rows' signals, which outlive the effect that makes them.
    owner: StoredValue<Owner>,
}

/// A row of the page.
#[derive(Clone, Copy)]
pub struct PageRow {
    /// The user in the row.
    pub user: RowUser,
    /// Whether the user is active. Most are, so this seldom changes with the user.
    pub(super) is_active: RwSignal<bool>,
    /// Whether the user is selected.
    pub(super) is_selected: RwSignal<bool>,
    /// Whether the page has a user for the row. If not, the row is hidden and keeps the last one.
    pub is_shown: RwSignal<bool>,
}

impl PageRows {
    /// The rows of the table's page, until the owner is cleaned up.
    pub(super) fn new(table: Table) -> Self {
        let page = Self {
            rows: StoredValue::default(),
            built: RwSignal::default(),
            len: RwSignal::default(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        let users = Memo::new(move |_| table.page_views());
        let selection = Memo::new(move |_| table.page_selection());
        effect(move |_| {
            users.with(|users| selection.with(|selection| page.show(users, selection)));
        });
        page
    }

    /// How many rows there are, hidden ones included.
    pub(super) fn built(self) -> usize {
        self.built.get()
    }

    /// How many rows are shown.
    pub(super) fn len(self) -> usize {
        self.len.get()
    }

    /// One of the rows.
    pub(super) fn row(self, row: usize) -> PageRow {
        self.rows.with_value(|rows| rows[row])
    }

    /// Rows beyond these are hidden instead of removed: building them takes longer than all else that a search does.
    fn show(self, users: &[UserView], selection: &[bool]) {
        self.rows.update_value(|rows| {
            for (at, (user, is_selected)) in users.iter().zip(selection).enumerate() {
                match rows.get(at) {
                    Some(row) => row.show(user, *is_selected),
                    None => rows.push(
                        self.owner
                            .with_value(|owner| owner.with(|| PageRow::new(user, *is_selected))),
                    ),
                }
            }
            for row in rows.iter().skip(users.len()) {
                set_if_changed(row.is_shown, &false);
            }
            set_if_changed(self.built, &rows.len());
        });
        set_if_changed(self.len, &users.len());
    }
}

impl PageRow {
    fn new(user: &UserView, is_selected: bool) -> Self {
        Self {
            user: RwSignal::new(user.clone()),
            is_active: RwSignal::new(is_active(user)),
            is_selected: RwSignal::new(is_selected),
            is_shown: RwSignal::new(true),
        }
    }

    fn show(self, user: &UserView, is_selected: bool) {
        set_if_changed(self.user, user);
        set_if_changed(self.is_active, &is_active(user));
        set_if_changed(self.is_selected, &is_selected);
        set_if_changed(self.is_shown, &true);
    }
}

fn is_active(user: &UserView) -> bool {
    user.status == UserStatus::Active
}
