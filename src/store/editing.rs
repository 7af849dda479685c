//! Selection and draft.

use leptos::prelude::*;

use super::{Store, decompose};
use crate::domain::application_view::ApplicationView;
use crate::domain::draft::{Draft, Numbers, PendingChange, PendingNumber, Shortage, Target};
use crate::domain::ids::UserId;
use crate::domain::number::Number;
use crate::domain::selection::{Selection, Share};

impl Store {
    /// Whether a user is selected.
    pub fn is_selected(self, user: UserId) -> bool {
        self.selection.with(|selection| {
            !selection.is_empty()
                && self.with_app_view(|app_view| {
                    let row = app_view.directory.users.row(user);
                    row.is_some_and(|row| selection.on(app_view, decompose).contains(row))
                })
        })
    }

    /// How many users are selected.
    pub fn selected(self) -> usize {
        self.selection.with(|selection| {
            self.with_app_view(|app_view| selection.on(app_view, decompose).count())
        })
    }

    /// How much of the page is selected.
    pub fn page_share(self) -> Share {
        let rows = self.page_rows();
        self.selection.with(|selection| {
            self.with_app_view(|app_view| selection.on(app_view, decompose).share_of(&rows))
        })
    }

    /// Whether everyone who matches is selected.
    pub fn all_matching_selected(self) -> bool {
        self.rows.with(|rows| {
            self.selection.with(|selection| {
                self.with_app_view(|app_view| {
                    selection.on(app_view, decompose).share_of(rows) == Share::All
                })
            })
        })
    }

    /// Selects a user or not; with `range`, everyone from the last one clicked to this one too.
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

    /// Selects the whole page or takes it out.
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

    /// Selects everyone who matches. Beside a run those are seen who matched before it, so that they are named.
    pub fn select_all_matching(self) {
        let selection = if self.run.with_untracked(Option::is_some) {
            Selection::of(untrack(|| self.matching_users()))
        } else {
            Selection::everyone_matching(self.view.with_untracked(|view| view.filter.clone()))
        };
        self.selection.set(selection);
    }

    fn matching_users(self) -> Vec<UserId> {
        self.rows.with(|rows| {
            self.directory
                .with(|directory| rows.iter().map(|row| directory.users.id(*row)).collect())
        })
    }

    /// Selects nobody.
    pub fn clear_selection(self) {
        self.selection.set(Selection::default());
        self.anchor.set(None);
    }

    /// The pending change of a user.
    pub fn pending_change(self, user: UserId) -> PendingChange {
        let draft = self.drafts.of(self.application.get());
        draft.with(|draft| draft.pending_change(user))
    }

    /// How many users of an application have a pending change.
    pub fn drafted(self, application: usize) -> usize {
        self.drafts.of(application).with(Draft::len)
    }

    /// Looks at the draft of the selected application. Tracks all of it.
    pub fn with_draft<T>(self, look: impl FnOnce(&Draft, ApplicationView) -> T) -> T {
        self.app_views().with_draft(self.drafts, look)
    }

    /// Drafts a license type for a user.
    pub fn choose_license(self, user: UserId, target: Target) {
        self.edit(|draft, app_view| draft.choose_license(user, target, app_view));
    }

    /// Keeps all licenses of a user.
    pub fn keep_licenses(self, user: UserId) {
        self.edit(|draft, _| draft.keep_licenses(user));
    }

    /// Drafts a number for a user, its release, or that it stays.
    pub fn choose_number(self, user: UserId, number: Option<PendingNumber>) {
        self.edit(|draft, app_view| draft.choose_number(user, number, app_view));
    }

    /// Drafts a license type for all who are selected.
    pub fn choose_for_selected(self, target: Target, numbers: Numbers) {
        let users: Vec<UserId> = untrack(|| {
            self.selection.with(|selection| {
                self.with_app_view(|app_view| {
                    let rows = selection.on(app_view, decompose);
                    rows.rows()
                        .map(|row| app_view.directory.users.id(row))
                        .collect()
                })
            })
        });
        let short =
            self.edit(|draft, app_view| draft.choose_for_all(users, target, numbers, app_view));
        self.shortage.set(short);
    }

    /// Releases the numbers of all who lose their license by what is reviewed, or leaves them where they are.
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

    /// How many numbers were missing in the last bulk change.
    pub fn shortage(self) -> Option<Shortage> {
        self.shortage.get()
    }

    /// Numbers that could still be handed out.
    pub fn unclaimed_numbers(self) -> Vec<Number> {
        self.with_draft(|draft, app_view| draft.unclaimed_numbers(app_view).collect())
    }

    /// Discards the pending change of one user.
    pub fn forget(self, user: UserId) {
        self.edit(|draft, _| draft.forget(user));
    }

    /// Drops the draft of the selected application.
    pub fn discard(self) {
        self.edit(|draft, _| *draft = Draft::default());
        self.forget_shortage();
    }

    pub(super) fn forget_shortage(self) {
        self.shortage.set(None);
    }

    pub(super) fn edit<T>(self, change: impl FnOnce(&mut Draft, ApplicationView) -> T) -> T {
        untrack(|| {
            self.with_app_view(|app_view| {
                let draft = self.drafts.of(self.application.get());
                change(&mut draft.write(), app_view)
            })
        })
    }
}
