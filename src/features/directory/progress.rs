//! Who wakes while a run is under way: progress costs what has changed, not what there is. The directory's own signal
//! means that the account was read, the run's that it begins, is steered, or ends.

use leptos::prelude::*;

use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::engine::{Outcome, Run};

/// Triggers for what a run changes.
#[derive(Clone, Copy)]
pub(crate) struct Progress {
    rows: StoredValue<KeyMap<UserId, WatchedUser>>,
    totals: Trigger,
    account: Trigger,
}

/// A user in a row of the page.
#[derive(Default)]
struct WatchedUser {
    /// While rows change places, two may show one user.
    rows: usize,
    changed: ArcTrigger,
    /// As it was shown last.
    outcome: Option<Outcome>,
    /// Whether something was learned since.
    is_stale: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            rows: StoredValue::default(),
            totals: Trigger::new(),
            account: Trigger::new(),
        }
    }

    /// A row shows this user for as long as the owner lives.
    pub(crate) fn watch(self, user: UserId) {
        self.rows
            .update_value(|rows| rows.entry(user).or_default().rows += 1);
        on_cleanup(move || {
            self.rows.try_update_value(|rows| {
                if let Some(watched) = rows.get_mut(&user) {
                    watched.rows -= 1;
                    if watched.rows == 0 {
                        rows.swap_remove(&user);
                    }
                }
            });
        });
    }

    /// Wakes when something has changed for this user, whom a row shows.
    pub(crate) fn track_user(self, user: UserId) {
        self.rows.with_value(|rows| {
            if let Some(watched) = rows.get(&user) {
                watched.changed.track();
            }
        });
    }

    /// Wakes when figures may have changed: how far the run is, seats, licensed users. Look only at what is at hand.
    pub(crate) fn track_totals(self) {
        self.totals.track();
    }

    /// Wakes once the run has ended, to look at the account as a whole.
    pub(crate) fn track_account(self) {
        self.account.track();
    }

    /// Something was learned of a user.
    pub(crate) fn learned(self, user: UserId) {
        self.rows.update_value(|rows| {
            if let Some(watched) = rows.get_mut(&user) {
                watched.is_stale = true;
            }
        });
    }

    /// Wakes the rows of those who changed, and the figures.
    pub(crate) fn show(self, run: &Run) {
        self.rows.update_value(|rows| {
            for (user, watched) in rows {
                watched.show(run.outcome(*user));
            }
        });
        self.totals.notify();
    }

    /// Wakes whoever looks at the account as a whole.
    pub(crate) fn end(self) {
        self.account.notify();
    }
}

impl WatchedUser {
    fn show(&mut self, outcome: Option<&Outcome>) {
        if self.is_stale || self.outcome.as_ref() != outcome {
            self.is_stale = false;
            self.outcome = outcome.cloned();
            self.changed.notify();
        }
    }
}
