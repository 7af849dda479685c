//! Calendar dates, for display. Timers use the monotonic `engine::Timestamp`.

/// A date with its time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date(u64);

impl Date {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> u64 {
        self.0
    }
}
