//! The summary of a draft: what a plan of it would come to, kept up to date with each edit at the cost of the users
//! edited.

use super::effect::Effect;
use super::{BlockReason, PlanCounts};
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::TypeIndex;
use crate::domain::draft::{Draft, PendingChange};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;

/// What the pending changes of a draft come to, user by user. Equal to the plan unless a license type may be
/// oversubscribed: whether a user finds a seat depends on the others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DraftSummary {
    /// The users who change or are blocked.
    entries: KeyMap<UserId, Entry>,
    /// The number of users blocked.
    blocked: usize,
    /// The seats needed, by license type.
    needed: KeyMap<TypeIndex, usize>,
}

/// What the pending change of one user comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Entry {
    /// A change that needs a seat of this license type, or none.
    Change(Option<TypeIndex>),
    Blocked(BlockReason),
}

impl DraftSummary {
    /// Summarizes all pending changes.
    pub fn new(draft: &Draft, app_view: ApplicationView) -> Self {
        let mut summary = Self::default();
        summary.entries.reserve(draft.len());
        for (user, pending) in draft.pending_changes() {
            summary.set(user, Entry::new(user, pending, app_view));
        }
        summary
    }

    /// Follows an edit of these users. If they are as many as the draft has, it is cheaper to start over.
    pub fn update(&mut self, edited: &[UserId], draft: &Draft, app_view: ApplicationView) {
        if edited.len() >= draft.len() {
            *self = Self::new(draft, app_view);
            return;
        }
        for user in edited {
            let pending = draft.pending_change(*user);
            self.set(*user, Entry::new(*user, pending, app_view));
        }
    }

    fn set(&mut self, user: UserId, entry: Option<Entry>) {
        let before = match entry {
            Some(entry) => self.entries.insert(user, entry),
            None => self.entries.swap_remove(&user),
        };
        self.count(entry, |count| *count += 1);
        self.count(before, |count| *count -= 1);
    }

    fn count(&mut self, entry: Option<Entry>, step: impl FnOnce(&mut usize)) {
        match entry {
            Some(Entry::Change(Some(kind))) => step(self.needed.entry(kind).or_default()),
            Some(Entry::Blocked(_)) => step(&mut self.blocked),
            Some(Entry::Change(None)) | None => {}
        }
    }

    /// Whether more seats of a license type are needed than are free, so that only a plan can tell who gets one.
    pub fn may_be_oversubscribed(&self, app_view: ApplicationView) -> bool {
        let mut needed = self.needed.iter();
        needed.any(|(kind, needed)| {
            let free = app_view.seats(*kind).free();
            free.is_some_and(|free| *needed > free as usize)
        })
    }

    /// What the action bar says.
    pub fn counts(&self) -> PlanCounts {
        PlanCounts {
            changes: self.entries.len() - self.blocked,
            emails: self.needed.values().sum(),
            blocked: self.blocked,
        }
    }

    /// Why a user's change is blocked, if it is.
    pub fn block_reason(&self, user: UserId) -> Option<BlockReason> {
        match self.entries.get(&user)? {
            Entry::Blocked(reason) => Some(*reason),
            Entry::Change(_) => None,
        }
    }
}

impl Entry {
    /// `None`: there is nothing to change.
    fn new(user: UserId, pending: PendingChange, app_view: ApplicationView) -> Option<Self> {
        match Effect::new(user, pending, app_view) {
            _ if pending == PendingChange::default() => None,
            Ok(effect) if effect.is_nothing() => None,
            Ok(effect) => Some(Self::Change(effect.assigned())),
            Err(reason) => Some(Self::Blocked(reason)),
        }
    }
}
