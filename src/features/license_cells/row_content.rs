//! What the license cells of a row show.

use leptos::prelude::*;

use crate::domain::ids::UserId;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::user_row::RowUser;

/// The content of a row; `None`: the row is about to be removed.
pub(super) type LicenseRow = Memo<Option<RowContent>>;

/// A user's license and number, and the outcome of the run.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) user: UserId,
    pub(super) view: RowView,
    pub(super) outcome: Option<Outcome>,
}

/// Follows the user in a row. The only memo of the license cells that reads the account, the draft and the run.
pub(super) fn row_content(user: RowUser) -> LicenseRow {
    let account = Account::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    Memo::new(move |_| {
        let user = user.with(|user| user.as_ref().map(|user| user.id))?;
        account.watch_user(user);
        Some(RowContent {
            user,
            view: drafting.row_view(user)?,
            outcome: runs.outcome(user),
        })
    })
}
