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
use crate::features::table::page_rows::RowUser;
use crate::features::table::state::Table;

/// The content of a row; `None`: the user is no longer in the directory, and the row is about to show another.
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

/// Counts the changes of what all rows have in common.
pub type SharedChanges = ReadSignal<usize>;

/// Tracks what all rows have in common: account, license types, seats and run. Each row tracks this instead of all of
/// these, and an effect sets it, as it does the users of the rows.
pub fn shared_changes() -> SharedChanges {
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
    let shown = RwSignal::new(changes.get_untracked());
    effect(move |_| set_if_changed(shown, &changes.get()));
    shown.read_only()
}

/// Follows the user in a row. The only memo of the license cells that reads the account, the draft and the run.
pub(super) fn row_content(user: RowUser, shared: SharedChanges) -> LicenseRow {
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
        let user = user.with(|user| user.id);
        account.watch_user(user);
        shared.track();
        untrack(|| content(user))
    };
    Memo::new_with_compare(of_row, |before, now| {
        now.is_some_and(Option::is_some) && now != before
    })
}
