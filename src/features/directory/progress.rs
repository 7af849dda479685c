//! Change notification by user, so that an edit of a draft and the progress of a run cost as much as has changed. The
//! directory's signal fires only when the account was loaded, the run's when it begins, is controlled, or ends.

use leptos::prelude::*;

use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::engine::{Outcome, Run};

/// Triggers for what an edit or a run changes.
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
    /// The outcome shown last.
    outcome: Option<Outcome>,
    /// Whether the directory has changed for the user since.
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

    /// A row shows this user until the owner is cleaned up. Tracks changes to the user.
    pub(crate) fn watch(self, user: UserId) {
        self.rows.update_value(|rows| {
            let watched = rows.entry(user).or_default();
            watched.rows += 1;
            watched.changed.track();
        });
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

    /// Notifies the rows of these users, whose pending changes were edited; all rows if there are fewer.
    pub(crate) fn edited(self, users: &[UserId]) {
        self.rows.with_value(|rows| {
            if users.len() > rows.len() {
                rows.values().for_each(|watched| watched.changed.notify());
            } else {
                let watched = users.iter().filter_map(|user| rows.get(user));
                watched.for_each(|watched| watched.changed.notify());
            }
        });
    }

    /// Tracks totals: progress of the run, seats, licensed users. The dependents must be cheap to compute.
    pub(crate) fn track_totals(self) {
        self.totals.track();
    }

    /// Tracks the end of a run, for what depends on the whole account.
    pub(crate) fn track_account(self) {
        self.account.track();
    }

    /// The directory has changed for a user.
    pub(crate) fn learned(self, user: UserId) {
        self.rows.update_value(|rows| {
            if let Some(watched) = rows.get_mut(&user) {
                watched.is_stale = true;
            }
        });
    }

    /// Notifies the rows of users who changed, and the totals.
    pub(crate) fn show(self, run: &Run) {
        self.rows.update_value(|rows| {
            for (user, watched) in rows {
                watched.show(run.outcome(*user));
            }
        });
        self.totals.notify();
    }

    /// Notifies what depends on the whole account.
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
