//! The circuit breaker: stops sending for a while when the retry budget is used up.

use super::timestamp::Timestamp;

/// How long the circuit stays open, in milliseconds.
const OPEN_FOR: u64 = 15_000;

/// Closed: requests are sent. Open: none are, until the time is up or the administrator resumes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CircuitBreaker {
    open_until: Timestamp,
}

impl CircuitBreaker {
    /// Opens the circuit.
    pub(super) fn open(&mut self, now: Timestamp) {
        self.open_until = now.plus(OPEN_FOR);
    }

    /// When it closes again; `None`: it is closed.
    pub(super) fn closes_at(self, now: Timestamp) -> Option<Timestamp> {
        (now < self.open_until).then_some(self.open_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closes_by_itself_after_a_quarter_of_a_minute() {
        let opened = Timestamp::from_millis(1_000);
        let mut breaker = CircuitBreaker::default();
        assert_eq!(breaker.closes_at(opened), None);
        breaker.open(opened);
        let closes = opened.plus(15_000);
        assert_eq!(breaker.closes_at(opened), Some(closes));
        assert_eq!(breaker.closes_at(closes), None);
    }
}
