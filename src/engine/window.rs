//! The consistency window: how long reads may not show a write.

use super::timestamp::Timestamp;

/// The initial consistency window, in milliseconds.
pub const CONSISTENCY_WINDOW: u64 = 10_000;
/// The maximum consistency window, in milliseconds.
const LONGEST: u64 = 90_000;

/// The time after which a read that does not show a write counts as proof that it had no effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConsistencyWindow(u64);

/// How often to poll while a write is not seen.
#[derive(Clone, Copy, Debug)]
pub(super) enum Polling {
    /// The server acknowledged the write, so it should appear soon: exponential intervals.
    Eager,
    /// It is unknown whether there is an effect: once, at the end of the window.
    Sparing,
}

impl Default for ConsistencyWindow {
    fn default() -> Self {
        Self(CONSISTENCY_WINDOW)
    }
}

impl ConsistencyWindow {
    /// Widens the window for an observed delay of a write or lag of a read, in milliseconds.
    pub(super) fn widen(&mut self, delay: u64) {
        self.0 = self.0.max((2 * delay).min(LONGEST));
    }

    /// When a write that was answered at `at` must be visible.
    pub(super) fn end(self, at: Timestamp) -> Timestamp {
        at.plus(self.0)
    }

    /// Whether a read that began at `as_of` shows all writes answered at `at`.
    pub(super) fn is_over(self, at: Timestamp, as_of: Timestamp) -> bool {
        as_of >= self.end(at)
    }

    /// When to retry the read for a write answered at `at` that the read of `as_of` did not show; `None`: the window is
    /// over.
    pub(super) fn next_read(
        self,
        at: Timestamp,
        as_of: Timestamp,
        polling: Polling,
    ) -> Option<Timestamp> {
        let waited = as_of.since(at);
        let wait = match polling {
            Polling::Eager => 2 * waited + 1_000,
            Polling::Sparing => self.0,
        };
        (!self.is_over(at, as_of)).then(|| at.plus(wait.min(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(50_000);

    #[test]
    fn reads_get_rarer_and_the_last_one_is_at_the_end_of_the_window() {
        let window = ConsistencyWindow::default();
        let reads = |polling| {
            let mut reads = Vec::new();
            let mut as_of = AT;
            while let Some(next) = window.next_read(AT, as_of, polling) {
                reads.push(next.since(AT));
                as_of = next;
            }
            reads
        };
        assert_eq!(reads(Polling::Eager), [1_000, 3_000, 7_000, 10_000]);
        assert_eq!(reads(Polling::Sparing), [10_000]);
    }

    #[test]
    fn a_delay_that_was_seen_widens_the_window_within_reason_and_never_narrows_it() {
        let mut window = ConsistencyWindow::default();
        window.widen(5_000);
        assert_eq!(window.end(AT), AT.plus(10_000));
        window.widen(20_000);
        assert_eq!(window.end(AT), AT.plus(40_000));
        window.widen(8_000);
        assert_eq!(window.end(AT), AT.plus(40_000));
        window.widen(3_600_000);
        assert_eq!(window.end(AT), AT.plus(90_000));
    }
}
