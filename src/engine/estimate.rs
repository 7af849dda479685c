//! How long a run will take, by how fast users have been settled of late.

use std::collections::VecDeque;

use super::Timestamp;

/// What is older than this, in milliseconds, says nothing of the server as it is now.
const OF_LATE: u64 = 60_000;
/// Before so much time has been seen, in milliseconds, nothing is said.
const LEAST: u64 = 3_000;

/// Time that is left, as roughly as it can be known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeLeft {
    /// Less than a minute.
    Seconds,
    /// So many minutes, rounded up.
    Minutes(usize),
    /// So many hours, rounded up.
    Hours(usize),
}

/// Watches a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Estimate {
    /// When so many users were settled.
    seen: VecDeque<(Timestamp, usize)>,
}

impl Estimate {
    /// So many users are settled now.
    pub fn see(&mut self, settled: usize, now: Timestamp) {
        self.seen.push_back((now, settled));
        let is_old = |next: &(Timestamp, usize)| now.since(next.0) >= OF_LATE;
        while self.seen.get(1).is_some_and(is_old) {
            self.seen.pop_front();
        }
    }

    /// Nothing is under way: the time until it is again says nothing of the server.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// How long it takes until all of so many users are settled; `None`: too little has been seen.
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

    /// So many users a second, for so many seconds.
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
