//! The rows of the page.

use leptos::prelude::*;

use super::state::Table;
use crate::domain::user_view::UserView;

/// The user in a row. Rows are reused when the page is turned.
pub type RowUser = ReadSignal<UserView>;

/// The rows of the page. Each has signals of its own, which an effect sets where they differ. If rows read a memo of the
/// whole page instead, a change would mark all rows and their views once for each path through the graph to that memo.
#[derive(Clone, Copy)]
pub(super) struct PageRows {
    rows: StoredValue<Vec<PageRow>>,
    len: RwSignal<usize>,
}

/// A row of the page.
#[derive(Clone)]
pub struct PageRow {
    user: ArcRwSignal<UserView>,
    is_selected: ArcRwSignal<bool>,
}

impl PageRows {
    /// The rows of the table's page, until the owner is cleaned up.
    pub(super) fn new(table: Table) -> Self {
        let page = Self {
            rows: StoredValue::default(),
            len: RwSignal::default(),
        };
        let users = Memo::new(move |_| table.page_views());
        let selection = Memo::new(move |_| table.page_selection());
        Effect::new(move |_| {
            users.with(|users| selection.with(|selection| page.show(users, selection)));
        });
        page
    }

    /// How many rows there are.
    pub(super) fn len(self) -> ReadSignal<usize> {
        self.len.read_only()
    }

    /// A row that has been shown.
    pub(super) fn row(self, row: usize) -> PageRow {
        self.rows.with_value(|rows| rows[row].clone())
    }

    /// Rows beyond these are about to be removed, and are left alone.
    fn show(self, users: &[UserView], selection: &[bool]) {
        self.rows.update_value(|rows| {
            for (at, (user, is_selected)) in users.iter().zip(selection).enumerate() {
                match rows.get(at) {
                    Some(row) => row.show(user, *is_selected),
                    None => rows.push(PageRow::new(user, *is_selected)),
                }
            }
        });
        set_if_changed(&self.len, &users.len());
    }
}

impl PageRow {
    fn new(user: &UserView, is_selected: bool) -> Self {
        Self {
            user: ArcRwSignal::new(user.clone()),
            is_selected: ArcRwSignal::new(is_selected),
        }
    }

    /// The user in the row.
    pub(super) fn user(&self) -> RowUser {
        self.user.read_only().into()
    }

    /// Whether the user is selected.
    pub(super) fn is_selected(&self) -> ReadSignal<bool> {
        self.is_selected.read_only().into()
    }

    fn show(&self, user: &UserView, is_selected: bool) {
        set_if_changed(&self.user, user);
        set_if_changed(&self.is_selected, &is_selected);
    }
}

/// Sets a signal, and notifies its subscribers, unless it has this value.
pub fn set_if_changed<T: Clone + PartialEq>(signal: &impl Update<Value = T>, value: &T) {
    signal.maybe_update(|shown| {
        let is_changed = *shown != *value;
        if is_changed {
            shown.clone_from(value);
        }
        is_changed
    });
}
