//! Rechecks of settled users. A write may take effect long after its answer, or twice; rechecks correct the result.

use super::timestamp::Timestamp;

/// The first recheck of a user whom a write may still change, in milliseconds after the user was settled.
const FIRST: u64 = 30_000;
/// The last recheck, of all users who may have got a license, in milliseconds after the user was settled. A read at
/// this time is authoritative.
const LAST: u64 = 120_000;
/// The delay before a failed recheck is repeated, in milliseconds.
const REPEAT: u64 = 30_000;
/// The maximum number of rechecks.
const MOST: u8 = 20;

#[derive(Clone, Debug, Default)]
pub(super) struct Rechecks {
    stage: Stage,
    /// When the next recheck is due, or the current one was.
    due: Timestamp,
    /// The current recheck was requested before it was due.
    is_early: bool,
    count: u8,
    /// Whether this recheck has written something.
    has_written: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Stage {
    /// The user is not settled yet.
    #[default]
    Before,
    First,
    Last,
    Over,
}

/// How a user was settled, as far as it matters for the next recheck.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// Nothing was written, so nothing can change.
    Untouched,
    /// All writes were seen. An assignment may still take effect twice.
    Resolved { may_double: bool },
    /// A write may still take effect.
    Unresolved,
    /// The user could not be read.
    Unread,
}

impl Rechecks {
    /// When to recheck a user who is settled now; `None`: no more.
    pub(super) fn next(&mut self, found: Found, now: Timestamp) -> Option<Timestamp> {
        if std::mem::take(&mut self.is_early) && found != Found::Unread && !self.has_written {
            return Some(self.due);
        }
        let (stage, wait) = match (self.stage, found) {
            (_, Found::Untouched) | (Stage::Over, _) => (Stage::Over, 0),
            _ if self.count == MOST => (Stage::Over, 0),
            (Stage::Before, Found::Unresolved | Found::Unread) => (Stage::First, FIRST),
            (Stage::Before, Found::Resolved { may_double: true }) => (Stage::Last, LAST),
            (Stage::Before, Found::Resolved { may_double: false }) => (Stage::Over, 0),
            (stage, Found::Unread) => (stage, REPEAT),
            (Stage::First, _) => (Stage::Last, LAST - FIRST),
            (Stage::Last, _) if self.has_written => (Stage::Last, LAST),
            (Stage::Last, _) => (Stage::Over, 0),
        };
        self.stage = stage;
        self.due = now.plus(wait);
        self.count += 1;
        self.has_written = false;
        (stage != Stage::Over).then_some(self.due)
    }

    /// Begins a recheck.
    pub(super) fn begin(&mut self, now: Timestamp) {
        self.is_early = now < self.due;
    }

    /// Ends the rechecks.
    pub(super) fn end(&mut self) {
        self.stage = Stage::Over;
    }

    pub(super) fn wrote(&mut self) {
        self.has_written = true;
    }

    /// Whether the current recheck is the last one.
    pub(super) fn is_last(&self) -> bool {
        self.stage == Stage::Last && !self.is_early
    }

    pub(super) fn are_over(&self) -> bool {
        self.stage == Stage::Over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000);
    const DOUBLE: Found = Found::Resolved { may_double: true };

    fn waits(found: &[Found]) -> Vec<Option<u64>> {
        let mut rechecks = Rechecks::default();
        let next = found.iter().map(|found| rechecks.next(*found, NOW));
        next.map(|at| Some(at?.since(NOW))).collect()
    }

    #[test]
    fn who_may_still_change_is_looked_at_after_half_a_minute_and_after_two() {
        let found = [Found::Unresolved, Found::Unresolved, Found::Unresolved];
        assert_eq!(waits(&found), [Some(30_000), Some(90_000), None]);
    }

    #[test]
    fn who_was_given_a_license_is_looked_at_once_more_since_it_may_come_twice() {
        assert_eq!(waits(&[DOUBLE, DOUBLE]), [Some(120_000), None]);
    }

    #[test]
    fn who_cannot_change_any_more_is_not_looked_at() {
        assert_eq!(waits(&[Found::Untouched]), [None]);
        assert_eq!(waits(&[Found::Resolved { may_double: false }]), [None]);
    }

    #[test]
    fn a_look_that_shows_nothing_is_repeated_but_not_for_ever() {
        let found = [Found::Unread; 100];
        let waits = waits(&found);
        assert!(waits[..20].iter().all(|wait| *wait == Some(30_000)));
        assert!(waits[20..].iter().all(Option::is_none));
    }

    #[test]
    fn a_look_that_is_asked_for_early_does_not_take_the_place_of_the_last_one() {
        let mut rechecks = Rechecks::default();
        let due = rechecks.next(DOUBLE, NOW);
        rechecks.begin(NOW.plus(5_000));
        assert!(!rechecks.is_last());
        assert_eq!(rechecks.next(DOUBLE, NOW.plus(5_100)), due);
        rechecks.begin(NOW.plus(120_000));
        assert!(rechecks.is_last());
        assert_eq!(rechecks.next(DOUBLE, NOW.plus(120_100)), None);
    }

    #[test]
    fn a_write_in_the_last_look_is_followed_by_one_more() {
        let mut rechecks = Rechecks::default();
        rechecks.next(DOUBLE, NOW);
        rechecks.wrote();
        assert_eq!(rechecks.next(DOUBLE, NOW), Some(NOW.plus(120_000)));
        assert_eq!(rechecks.next(DOUBLE, NOW), None);
    }
}
