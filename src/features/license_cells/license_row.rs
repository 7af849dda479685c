//! What the license cells of a row show.

use leptos::prelude::*;

use super::notes::{mark, notes};
use super::row_content::RowContent;
use crate::components::{NoteText, effect, set_if_changed};
use crate::domain::ids::UserId;
use crate::domain::lookalike::mixes_alphabets;
use crate::domain::user_view::UserView;
use crate::features::directory::state::Account;
use crate::features::drafting::license_options::Situation;
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::page_rows::PageRow;
use crate::features::table::state::Table;

/// What the license cells of a row show. An effect sets it, and what is as before wakes nothing. `content` is `None` until
/// the row shows a user.
#[derive(Clone, Copy)]
pub(super) struct LicenseRow {
    pub(super) content: RwSignal<Option<RowContent>>,
    pub(super) notes: RwSignal<Vec<NoteText>>,
    /// Whether there is a pending change, and whether it is blocked or has failed.
    pub(super) mark: RwSignal<Option<&'static str>>,
    /// Whether there is a pending change that can be undone.
    pub(super) is_revertible: RwSignal<bool>,
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

impl LicenseRow {
    /// Follows the user in a row while it is shown, until the owner is cleaned up. Nothing else of the license cells reads
    /// the account, the draft and the run.
    pub(super) fn new(row: PageRow, shared: Shared) -> Self {
        let account = Account::expect();
        let table = Table::expect();
        let drafting = Drafting::expect();
        let runs = Runs::expect();
        let shown = Self {
            content: RwSignal::default(),
            notes: RwSignal::default(),
            mark: RwSignal::default(),
            is_revertible: RwSignal::default(),
        };
        let content = move |user: &UserView| {
            let view = drafting.row_view(user.id)?;
            let situation = Situation {
                held: view.held.clone(),
                disabled_reason: view.disabled_reason(table.needs_number()),
            };
            Some(RowContent {
                user: user.id,
                view,
                is_lookalike: mixes_alphabets(&user.email),
                outcome: runs.outcome(user.id),
                options: drafting.license_options(situation),
                is_locked: account.is_run_active() || !account.is_editable(),
            })
        };
        effect(move |_| {
            if !row.is_shown.get() {
                return;
            }
            account.watch_user(row.user.with(|user| user.id));
            shared.changes.track();
            untrack(|| {
                // `None`: about to show another user than one who left the directory.
                if let Some(content) = row.user.with(content) {
                    shown.show(account, content);
                }
            });
        });
        shown
    }

    /// The user in the row. Not tracked.
    pub(super) fn user(self) -> Option<UserId> {
        self.content
            .with_untracked(|content| content.as_ref().map(|content| content.user))
    }

    fn show(self, account: Account, content: RowContent) {
        set_if_changed(self.notes, &notes(account, &content));
        set_if_changed(self.mark, &mark(&content));
        let is_revertible = content.view.is_pending() && !content.is_locked;
        set_if_changed(self.is_revertible, &is_revertible);
        set_if_changed(self.content, &Some(content));
    }
}
