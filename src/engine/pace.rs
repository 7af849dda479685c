//! When to send again: backing off, what the server asks for, and a budget that spares a server in trouble.

use super::timestamp::Timestamp;

/// The longest wait before a first retry, in milliseconds; it doubles with each further one.
const FIRST_WAIT: u64 = 500;
/// The longest wait before any retry, in milliseconds.
const LONGEST_WAIT: u64 = 8_000;
/// A server that asks for more time than this is asked again after this, in milliseconds.
const LONGEST_RETRY_AFTER: u64 = 60_000;
/// The budget is counted in tenths of a retry.
const RETRY: u32 = 10;
/// What each first sending adds: three retries for ten sendings.
const EARNED: u32 = 3;
/// What a run starts with, and the most that it saves up.
const START: u32 = 20 * RETRY;
const MOST: u32 = 60 * RETRY;

/// Decides when what failed is sent again.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    budget: u32,
    random: u64,
    not_before: Timestamp,
}

impl Pace {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            budget: START,
            random: seed,
            not_before: Timestamp::default(),
        }
    }

    /// Nothing may be sent before this.
    pub(super) fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Something was sent for the first time.
    pub(super) fn earn(&mut self) {
        self.budget = (self.budget + EARNED).min(MOST);
    }

    /// The administrator wants to go on.
    pub(super) fn refill(&mut self) {
        self.budget = self.budget.max(START);
    }

    /// When to send again what has failed `failures` times; `None`: the budget is used up. `retry_after` is what the
    /// server asked for, in seconds; it holds for everything.
    pub(super) fn retry(
        &mut self,
        failures: u32,
        retry_after: Option<u32>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        self.budget = self.budget.checked_sub(RETRY)?;
        let asked = retry_after.map_or(0, |seconds| u64::from(seconds) * 1000);
        let asked = now.plus(asked.min(LONGEST_RETRY_AFTER));
        self.not_before = self.not_before.max(asked);
        let doubled = FIRST_WAIT << failures.saturating_sub(1).min(10);
        let wait = self.below(doubled.min(LONGEST_WAIT) + 1);
        Some(asked.plus(wait))
    }

    /// A number from 0 to `bound` - 1, by the generator splitmix64.
    fn below(&mut self, bound: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn waits_grow_and_differ_but_stay_bounded() {
        let mut pace = Pace::new(7);
        let mut longest = [0; 8];
        for _ in 0..400 {
            for (failures, longest) in (1u32..).zip(&mut longest) {
                pace.refill();
                *longest = pace
                    .retry(failures, None, NOW)
                    .unwrap()
                    .since(NOW)
                    .max(*longest);
            }
        }
        assert!(longest[0] <= 500 && longest[0] > 400, "{longest:?}");
        assert!(longest[3] <= 4_000 && longest[3] > 3_000, "{longest:?}");
        assert!(longest[7] <= 8_000 && longest[7] > 6_000, "{longest:?}");
    }

    #[test]
    fn what_the_server_asks_for_holds_for_everything_within_reason() {
        let mut pace = Pace::new(1);
        let at = pace.retry(1, Some(5), NOW).unwrap();
        assert!(at >= NOW.plus(5_000));
        assert_eq!(pace.not_before(), NOW.plus(5_000));
        pace.retry(1, Some(u32::MAX), NOW).unwrap();
        assert_eq!(pace.not_before(), NOW.plus(60_000));
    }

    #[test]
    fn a_budget_that_is_used_up_is_earned_again_by_what_is_sent() {
        let mut pace = Pace::new(1);
        let retries = (0..100)
            .take_while(|_| pace.retry(1, None, NOW).is_some())
            .count();
        assert_eq!(retries, 20);
        for _ in 0..10 {
            pace.earn();
        }
        let retries = (0..100)
            .take_while(|_| pace.retry(1, None, NOW).is_some())
            .count();
        assert_eq!(retries, 3);
    }
}
