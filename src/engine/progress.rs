//! The progress of a run, updated incrementally.

use std::collections::BTreeSet;

use super::outcome::{Outcome, Tally};
use super::timestamp::Timestamp;
use super::window::ConsistencyWindow;

#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    tally: Tally,
    /// When to recheck users, by index in the plan.
    rechecks: BTreeSet<(Timestamp, usize)>,
    pub(super) window: ConsistencyWindow,
}

impl Progress {
    pub(super) fn of(users: usize) -> Self {
        let mut progress = Self::default();
        for _ in 0..users {
            progress.tally.add(&Outcome::Waiting);
        }
        progress
    }

    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// A user's outcome has changed.
    pub(super) fn replace(&mut self, before: &Outcome, after: &Outcome) {
        self.tally.remove(before);
        self.tally.add(after);
    }

    pub(super) fn is_settled(&self) -> bool {
        self.tally.settled() == self.tally.users
    }

    pub(super) fn schedule_recheck(&mut self, place: usize, at: Timestamp) {
        self.rechecks.insert((at, place));
    }

    /// The users to recheck now.
    pub(super) fn due_recheck(&mut self, now: Timestamp) -> Option<usize> {
        self.next_recheck().filter(|at| *at <= now)?;
        self.rechecks.pop_first().map(|(_, place)| place)
    }

    /// The number of users who are due for a recheck by `end`.
    pub(super) fn rechecks_by(&self, end: Timestamp) -> usize {
        self.rechecks.range(..=(end, usize::MAX)).count()
    }

    pub(super) fn next_recheck(&self) -> Option<Timestamp> {
        self.rechecks.first().map(|(at, _)| *at)
    }

    /// Makes all rechecks due now.
    pub(super) fn hurry_rechecks(&mut self, now: Timestamp) {
        let rechecks = std::mem::take(&mut self.rechecks).into_iter();
        self.rechecks = rechecks.map(|(_, place)| (now, place)).collect();
    }

    /// Keeps only some of the rechecks.
    pub(super) fn retain_rechecks(&mut self, is_wanted: impl Fn(usize) -> bool) {
        self.rechecks.retain(|(_, place)| is_wanted(*place));
    }
}
