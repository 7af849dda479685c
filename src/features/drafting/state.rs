//! The drafts of the administrator.

use std::sync::Arc;

use leptos::prelude::*;

use super::drafts::Drafts;
use super::plans::Plans;
use crate::components::effect;
use crate::domain::application_view::ApplicationView;
use crate::domain::draft::{Draft, Numbers, PendingNumber, Shortage, Target};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;
use crate::domain::row_view::RowView;
use crate::features::directory::state::Account;
use crate::features::session::Session;
use crate::features::table::state::Table;

/// The drafts of all applications and their plans. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Drafting {
    pub(crate) session: Session,
    pub(crate) account: Account,
    pub(crate) table: Table,
    pub(crate) drafts: Drafts,
    pub(crate) shortage: RwSignal<Option<Shortage>>,
    pub(super) plans: RwSignal<Option<Plans>>,
    /// Notifies when a license or a number was chosen.
    chosen: Trigger,
    /// The users under review; `None`: all in the draft.
    pub(crate) reviewed: RwSignal<Option<Arc<KeySet<UserId>>>>,
}

impl Drafting {
    /// Empty drafts.
    pub fn new(session: Session, account: Account, table: Table) -> Self {
        let drafts = Drafts::new(session.config().applications.len());
        Self {
            session,
            account,
            table,
            drafts,
            shortage: RwSignal::default(),
            plans: RwSignal::default(),
            chosen: Trigger::new(),
            reviewed: RwSignal::default(),
        }
    }

    /// The drafts from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Clears the selection when another application is selected.
    pub fn start(self) {
        effect(move |before: Option<usize>| {
            let application = self.table.application.get();
            if before.is_some_and(|before| before != application) {
                self.table.clear_selection();
                self.table.only.set(None);
                self.forget_shortage();
            }
            application
        });
    }
}

impl Drafting {
    /// The row view of a user, with the pending change; `None`: not in the directory. Rows watch the user.
    pub fn row_view(self, user: UserId) -> Option<RowView> {
        let draft = self.drafts.of(self.table.application.get());
        let pending = draft.with_untracked(|draft| draft.pending_change(user));
        self.table.row_view(user, pending, self.block_reason(user))
    }

    /// How many users of an application have a pending change.
    pub fn drafted(self, application: usize) -> usize {
        self.drafts.of(application).with(Draft::len)
    }

    /// Reads the draft of the selected application. Tracks all of it.
    pub fn with_draft<T>(self, look: impl FnOnce(&Draft, ApplicationView) -> T) -> T {
        self.with_draft_of(self.table.application.get(), look)
    }

    /// Reads the draft of an application. Tracks all of it.
    pub(super) fn with_draft_of<T>(
        self,
        application: usize,
        look: impl FnOnce(&Draft, ApplicationView) -> T,
    ) -> T {
        self.drafts.of(application).with(|draft| {
            self.account
                .with_application(application, |app_view| look(draft, app_view))
        })
    }

    /// Tracks that a license or a number was chosen, which undoing and discarding are not.
    pub fn track_chosen(self) {
        self.chosen.track();
    }

    /// Drafts a license type for a user.
    pub fn choose_license(self, user: UserId, target: Target) {
        self.chosen.notify();
        self.edit(|draft, app_view| draft.choose_license(user, target, app_view));
    }

    /// Keeps all licenses of a user.
    pub fn keep_licenses(self, user: UserId) {
        self.chosen.notify();
        self.edit(|draft, _| draft.keep_licenses(user));
    }

    /// Drafts a number for a user, its release, or keeping it (`None`).
    pub fn choose_number(self, user: UserId, number: Option<PendingNumber>) {
        self.chosen.notify();
        self.edit(|draft, app_view| draft.choose_number(user, number, app_view));
    }

    /// Drafts a license type for all selected users.
    pub fn choose_for_selected(self, target: Target, numbers: Numbers) {
        self.chosen.notify();
        let users = untrack(|| self.table.selected_users());
        let short =
            self.edit(|draft, app_view| draft.choose_for_all(users, target, numbers, app_view));
        self.shortage.set(short);
    }

    /// Releases or keeps the numbers of all users under review who lose their license.
    pub fn release_numbers(self, release: bool) {
        let reviewed = self.reviewed.get_untracked();
        let is_reviewed =
            |user: &UserId| reviewed.as_ref().is_none_or(|users| users.contains(user));
        self.edit(|draft, app_view| {
            let losers: Vec<UserId> = draft
                .pending_changes()
                .filter(|(_, pending)| pending.license == Some(Target::NoLicense))
                .map(|(user, _)| user)
                .filter(is_reviewed)
                .collect();
            for user in losers {
                draft.choose_number(user, release.then_some(PendingNumber::Release), app_view);
            }
        });
    }

    /// The shortage of numbers in the last bulk change.
    pub fn shortage(self) -> Option<Shortage> {
        self.shortage.get()
    }

    /// Numbers that can still be assigned.
    pub fn unclaimed_numbers(self) -> Vec<Number> {
        self.with_draft(|draft, app_view| draft.unclaimed_numbers(app_view).collect())
    }

    /// The users of the selected application who have a pending change.
    pub fn drafted_users(self) -> Vec<UserId> {
        self.with_draft(|draft, _| draft.pending_changes().map(|(user, _)| user).collect())
    }

    /// Leaves only the users with a pending change in the table.
    pub fn show_drafted(self) {
        self.table.show_only(untrack(|| self.drafted_users()));
    }

    /// Discards the pending change of one user.
    pub fn forget(self, user: UserId) {
        self.edit(|draft, _| draft.forget(user));
    }

    /// Discards the draft of the selected application.
    pub fn discard(self) {
        self.edit(|draft, _| draft.discard());
        self.forget_shortage();
    }

    pub(crate) fn forget_shortage(self) {
        self.shortage.set(None);
    }

    /// Edits the draft of the selected application.
    pub(crate) fn edit<T>(self, change: impl FnOnce(&mut Draft, ApplicationView) -> T) -> T {
        self.edit_of(self.table.application.get_untracked(), change)
    }

    /// Edits the draft of an application, and updates its summary.
    pub(crate) fn edit_of<T>(
        self,
        application: usize,
        change: impl FnOnce(&mut Draft, ApplicationView) -> T,
    ) -> T {
        untrack(|| {
            self.account.with_application(application, |app_view| {
                let edit = |draft: &mut Draft| change(draft, app_view);
                let (result, edited) = self.drafts.edit(application, edit);
                self.update_summary(application, &edited, app_view);
                self.account.progress.edited(&edited);
                result
            })
        })
    }

    /// Puts all users of the draft under review.
    pub fn review_all(self) {
        self.reviewed.set(None);
    }

    /// Assigns a hand-chosen seat to a user, or takes it back.
    pub fn choose_seat(self, product: ProductId, user: UserId, on: bool) {
        self.edit(|draft, _| {
            let mut chosen = draft.chosen_seats(product).cloned().unwrap_or_default();
            if on {
                chosen.insert(user);
            } else {
                chosen.swap_remove(&user);
            }
            draft.choose_seats(product, Some(chosen));
        });
    }

    /// Switches to choosing seats by hand, starting with these users (`Some`), or to the order of names.
    pub fn seat_by_hand(self, product: ProductId, seated: Option<KeySet<UserId>>) {
        self.edit(|draft, _| draft.choose_seats(product, seated));
    }

    /// Whether the seats of a license type are chosen by hand.
    pub fn is_seated_by_hand(self, product: ProductId) -> bool {
        self.with_draft(|draft, _| draft.chosen_seats(product).is_some())
    }
}
