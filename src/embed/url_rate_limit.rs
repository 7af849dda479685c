//! A rate limit for URL changes: browsers refuse more than about 100 changes in 10 seconds, which a held key in the
//! search box exceeds.

/// Changes allowed at once after a pause.
const BURST: f64 = 40.0;
/// Milliseconds until one more is allowed: 40 at once plus 50 in 10 seconds stay below 100.
const INTERVAL: f64 = 200.0;

/// A token bucket. Times are milliseconds of a monotonic clock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct UrlRateLimit {
    tokens: f64,
    refilled: f64,
}

impl UrlRateLimit {
    /// A full bucket.
    pub fn new(now: f64) -> Self {
        Self {
            tokens: BURST,
            refilled: now,
        }
    }

    /// Takes tokens for changes, in advance if a change must not wait.
    pub fn take(&mut self, changes: u32, now: f64) {
        self.refill(now);
        self.tokens -= f64::from(changes);
    }

    /// Milliseconds until the next change is allowed; 0: now.
    pub fn wait(&mut self, now: f64) -> f64 {
        self.refill(now);
        ((1.0 - self.tokens) * INTERVAL).max(0.0)
    }

    fn refill(&mut self, now: f64) {
        let gained = (now - self.refilled).max(0.0) / INTERVAL;
        self.tokens = (self.tokens + gained).min(BURST);
        self.refilled = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_types_never_waits() {
        let mut rate = UrlRateLimit::new(0.0);
        for key in 0..40 {
            let now = f64::from(key) * 80.0;
            assert_eq!(rate.wait(now), 0.0, "key {key}");
            rate.take(1, now);
        }
    }

    #[test]
    fn a_held_key_stays_below_what_browsers_allow() {
        let mut rate = UrlRateLimit::new(0.0);
        let mut written = Vec::new();
        let mut now = 0.0;
        while now < 60_000.0 {
            let wait = rate.wait(now);
            if wait == 0.0 {
                rate.take(1, now);
                written.push(now);
            }
            now += wait.max(33.0);
        }
        for window in written.windows(100) {
            assert!(window[99] - window[0] > 10_000.0, "{window:?}");
        }
        assert!(written.len() > 300, "{}", written.len());
    }

    #[test]
    fn what_is_taken_in_advance_is_waited_for() {
        let mut rate = UrlRateLimit::new(0.0);
        rate.take(45, 0.0);
        assert_eq!(rate.wait(0.0), 1200.0);
        assert_eq!(rate.wait(1200.0), 0.0);
    }
}
