//! Waits for a condition, and reports the last value if it is not met.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Only a journey that fails waits so long; a machine that is slow or busy must not make one fail.
const PATIENCE: Duration = Duration::from_secs(60);
const BEAT: Duration = Duration::from_millis(40);

/// Looks until it is good, or for a while; answers what was seen last.
pub async fn eventually<T>(mut look: impl AsyncFnMut() -> T, good: impl Fn(&T) -> bool) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let seen = look().await;
        if good(&seen) || Instant::now() > deadline {
            return seen;
        }
        sleep(BEAT).await;
    }
}

/// Looks until it is there.
pub async fn there<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    eventually(look, Option::is_some)
        .await
        .unwrap_or_else(|| panic!("{what} is not there"))
}

/// The first becomes equal to the second.
macro_rules! eventually_eq {
    ($seen:expr, $expected:expr $(,)?) => {{
        let expected = &$expected;
        let seen = $crate::eventually::eventually(async || $seen, |seen| seen == expected).await;
        assert_eq!(&seen, expected);
    }};
}

/// It becomes true.
macro_rules! eventually_true {
    ($seen:expr $(,)?) => {
        eventually_eq!($seen, true)
    };
}

pub(crate) use {eventually_eq, eventually_true};
