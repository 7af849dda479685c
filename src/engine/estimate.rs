//! Estimates the time left of a run from its recent throughput.

use std::collections::VecDeque;

use super::Timestamp;

/// The time window of the throughput, in milliseconds.
const OF_LATE: u64 = 60_000;
/// The minimum observation time for an estimate, in milliseconds.
const LEAST: u64 = 3_000;

/// A rounded time left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeLeft {
    /// Less than a minute.
    Seconds,
    /// Minutes, rounded up.
    Minutes(usize),
    /// Hours, rounded up.
    Hours(usize),
}

/// The estimate of a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Estimate {
    /// Samples: when, and how many users were settled.
    seen: VecDeque<(Timestamp, usize)>,
}

impl Estimate {
    /// Adds a sample: this many users are settled now.
    pub fn see(&mut self, settled: usize, now: Timestamp) {
        self.seen.push_back((now, settled));
        let is_old = |next: &(Timestamp, usize)| now.since(next.0) >= OF_LATE;
        while self.seen.get(1).is_some_and(is_old) {
            self.seen.pop_front();
        }
    }

    /// Clears the samples when the run is halted.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// The time left until all of these users are settled; `None`: not enough samples.
    pub fn left(&self, users: usize) -> Option<TimeLeft> {
        let (first, settled_then) = self.seen.front()?;
        let (last, settled) = self.seen.back()?;
        let time = last.since(*first);
        let done = settled.saturating_sub(*settled_then) as u64;
        if time < LEAST || done == 0 {
            return None;
        }
        let rest = users.saturating_sub(*settled) as u64;
        Some(rounded(rest.saturating_mul(time) / done))
    }
}

fn rounded(millis: u64) -> TimeLeft {
    let minutes = millis.div_ceil(60_000);
    let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match minutes {
        0..=1 => TimeLeft::Seconds,
        2..=90 => TimeLeft::Minutes(whole(minutes)),
        _ => TimeLeft::Hours(whole(minutes.div_ceil(60))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(n: u64) -> Timestamp {
        Timestamp::from_millis(n * 1000)
    }

    /// An estimate after settling this many users per second for this many seconds.
    fn steady(a_second: usize, seconds: u64) -> Estimate {
        let mut estimate = Estimate::default();
        for n in 0..=seconds {
            estimate.see(a_second * n as usize, second(n));
        }
        estimate
    }

    #[test]
    fn nothing_is_said_before_enough_has_been_seen() {
        assert_eq!(Estimate::default().left(100), None);
        assert_eq!(steady(10, 2).left(100), None);
        assert_eq!(steady(0, 30).left(100), None);
    }

    #[test]
    fn the_rest_takes_as_long_as_the_same_number_took() {
        assert_eq!(steady(10, 10).left(1_300), Some(TimeLeft::Minutes(2)));
        assert_eq!(steady(10, 10).left(600), Some(TimeLeft::Seconds));
        assert_eq!(steady(10, 10).left(100_000), Some(TimeLeft::Hours(3)));
    }

    #[test]
    fn a_server_that_has_become_slow_is_believed() {
        let mut estimate = steady(10, 100);
        for n in 101..=200 {
            estimate.see(1000 + (n as usize - 100), second(n));
        }
        assert_eq!(estimate.left(1_400), Some(TimeLeft::Minutes(5)));
    }

    #[test]
    fn a_pause_is_not_counted() {
        let mut estimate = steady(10, 10);
        estimate.forget();
        assert_eq!(estimate.left(1_300), None);
        for n in 1000..=1010 {
            estimate.see(100 + 10 * (n as usize - 1000), second(n));
        }
        assert_eq!(estimate.left(1_400), Some(TimeLeft::Minutes(2)));
    }
}
