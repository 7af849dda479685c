//! Dates, for people. What waits goes by a clock that nobody sets: `run::Timestamp`.

/// A date with its time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date(u64);

impl Date {
    /// So many milliseconds after the beginning of 1970 in Greenwich.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds after the beginning of 1970 in Greenwich.
    pub const fn millis(self) -> u64 {
        self.0
    }
}
