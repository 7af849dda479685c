//! When a failed request is retried: exponential back-off with full jitter, `Retry-After`, and a budget.

use super::timestamp::Timestamp;

/// The longest back-off before a first retry, in milliseconds; it doubles with each further one.
const BASE_BACKOFF: u64 = 500;
/// The longest back-off, in milliseconds.
const MAX_BACKOFF: u64 = 8_000;
/// The longest `Retry-After` that is honored, in milliseconds.
const MAX_RETRY_AFTER: u64 = 60_000;
/// The budget is counted in tenths of a retry.
const RETRY: u32 = 10;
/// What each first attempt earns: three retries per ten requests.
const EARNED: u32 = 3;
/// What a run starts with, and the maximum.
const START: u32 = 20 * RETRY;
const MOST: u32 = 60 * RETRY;

/// A run earns retries by first attempts, so that a failing server gets few retries.
#[derive(Clone, Debug)]
pub(super) struct RetryBudget {
    budget: u32,
    random: u64,
    not_before: Timestamp,
}

impl RetryBudget {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            budget: START,
            random: seed,
            not_before: Timestamp::default(),
        }
    }

    /// The earliest time to send anything.
    pub(super) fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// A first attempt was sent.
    pub(super) fn earn(&mut self) {
        self.budget = (self.budget + EARNED).min(MOST);
    }

    /// The administrator resumes.
    pub(super) fn refill(&mut self) {
        self.budget = self.budget.max(START);
    }

    /// When to retry a request that has failed `failures` times; `None`: the budget is used up. `retry_after` is the
    /// server's `Retry-After` in seconds, which applies to all requests.
    pub(super) fn retry(
        &mut self,
        failures: u32,
        retry_after: Option<u32>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        self.budget = self.budget.checked_sub(RETRY)?;
        let asked = retry_after.map_or(0, |seconds| u64::from(seconds) * 1000);
        let asked = now.plus(asked.min(MAX_RETRY_AFTER));
        self.not_before = self.not_before.max(asked);
        let doubled = BASE_BACKOFF << failures.saturating_sub(1).min(10);
        let backoff = self.below(doubled.min(MAX_BACKOFF) + 1);
        Some(asked.plus(backoff))
    }

    /// A random number below `bound`, by splitmix64.
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
        let mut budget = RetryBudget::new(7);
        let mut longest = [0; 8];
        for _ in 0..400 {
            for (failures, longest) in (1u32..).zip(&mut longest) {
                budget.refill();
                *longest = budget
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
        let mut budget = RetryBudget::new(1);
        let at = budget.retry(1, Some(5), NOW).unwrap();
        assert!(at >= NOW.plus(5_000));
        assert_eq!(budget.not_before(), NOW.plus(5_000));
        budget.retry(1, Some(u32::MAX), NOW).unwrap();
        assert_eq!(budget.not_before(), NOW.plus(60_000));
    }

    #[test]
    fn a_budget_that_is_used_up_is_earned_again_by_what_is_sent() {
        let mut budget = RetryBudget::new(1);
        let retries = (0..100)
            .take_while(|_| budget.retry(1, None, NOW).is_some())
            .count();
        assert_eq!(retries, 20);
        for _ in 0..10 {
            budget.earn();
        }
        let retries = (0..100)
            .take_while(|_| budget.retry(1, None, NOW).is_some())
            .count();
        assert_eq!(retries, 3);
    }
}
