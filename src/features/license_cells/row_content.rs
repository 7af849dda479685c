//! What the license cells of a row show.

use leptos::prelude::*;

use crate::components::{SelectOptions, effect, set_if_changed};
use crate::domain::ids::UserId;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::features::drafting::license_options::Situation;
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::page_rows::PageRow;
use crate::features::table::state::Table;

/// The content of a row; `None`: the row is hidden, or about to show another user than one who left the directory.
pub(super) type LicenseRow = Memo<Option<RowContent>>;

/// A user's license and number, and the outcome of the run.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) user: UserId,
    pub(super) view: RowView,
    pub(super) outcome: Option<Outcome>,
    /// The license types to choose from.
    pub(super) options: SelectOptions,
    /// Whether nobody's license can be changed: a run is active, or the licenses are not loaded.
    pub(super) is_locked: bool,
}

impl RowContent {
    /// Whether there is a pending change that can be undone.
    pub(super) fn is_revertible(&self) -> bool {
        self.view.is_pending() && !self.is_locked
    }
}

/// What all rows have in common. Each row tracks this instead of the account, the license types, the seats, the run and
/// the application, and effects set it, as they do the users of the rows.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Counts the changes.
    changes: ReadSignal<usize>,
    /// Whether users of the application need a number.
    pub(super) needs_number: ReadSignal<bool>,
}

/// Follows what all rows have in common, until the owner is cleaned up.
pub fn shared() -> Shared {
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let changes = Memo::new(move |before: Option<&usize>| {
        account.is_run_active();
        table.with_app_view(|_| ());
        drafting.track_choices();
        runs.run.track();
        before.map_or(0, |changes| changes + 1)
    });
    let needs_number = Memo::new(move |_| table.needs_number());
    Shared {
        changes: signal_of(changes),
        needs_number: signal_of(needs_number),
    }
}

/// A signal that an effect sets.
fn signal_of<T>(memo: Memo<T>) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let shown = RwSignal::new(memo.get_untracked());
    effect(move |_| memo.with(|value| set_if_changed(shown, value)));
    shown.read_only()
}

/// Follows the user in a row, while it is shown. The only memo of the license cells that reads the account, the draft and
/// the run.
pub(super) fn row_content(row: PageRow, shared: Shared) -> LicenseRow {
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let content = move |user: UserId| {
        let view = drafting.row_view(user)?;
        let situation = Situation {
            held: view.held.clone(),
            disabled_reason: view.disabled_reason(table.needs_number()),
        };
        Some(RowContent {
            user,
            view,
            outcome: runs.outcome(user),
            options: drafting.license_options(situation),
            is_locked: account.is_run_active() || !account.is_editable(),
        })
    };
    let of_row = move |_: Option<&_>| {
        if !row.is_shown.get() {
            return None;
        }
        let user = row.user.with(|user| user.id);
        account.watch_user(user);
        shared.changes.track();
        untrack(|| content(user))
    };
    Memo::new_with_compare(of_row, |before, now| {
        now.is_some_and(Option::is_some) && now != before
    })
}
