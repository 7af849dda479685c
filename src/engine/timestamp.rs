//! Time, as the run is told of it.

/// A point in time, in milliseconds since any fixed one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(u64);

impl Timestamp {
    /// So many milliseconds after the fixed point.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds after the fixed point.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// So many milliseconds later.
    pub const fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` until now; none if that is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A clock that never goes back, whatever the one that it is told of does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    last: Timestamp,
    behind: u64,
}

impl Clock {
    /// The time, given what the other clock says.
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
