//! Timestamps of a monotonic clock.

/// A point in time, in milliseconds since an arbitrary origin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From milliseconds since the origin.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the origin.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// This many milliseconds later.
    pub const fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds since `earlier`; 0 if that is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Makes the time of another clock monotonic.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    last: Timestamp,
    behind: u64,
}

impl Clock {
    /// The monotonic time for a time of the other clock.
    pub(super) fn at(&mut self, told: Timestamp) -> Timestamp {
        let now = told.plus(self.behind);
        self.behind += self.last.since(now);
        self.last = self.last.max(now);
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_goes_on_from_where_it_was() {
        let mut clock = Clock::default();
        let told = [10_000, 4_000, 5_000, 4_500, 9_500];
        let times = told.map(|told| clock.at(Timestamp::from_millis(told)).millis());
        assert_eq!(times, [10_000, 10_000, 11_000, 11_000, 16_000]);
    }
}
