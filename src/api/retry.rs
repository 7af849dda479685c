//! Retries for reads outside a run. A run has its own retry budget.

use std::time::Duration;

use super::ApiError;
use super::transport::Transport;

/// The back-off before the second and the third attempt.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_millis(1500)];
/// The maximum wait that a `Retry-After` can cause.
const LONGEST_WAIT: u32 = 10;

/// Calls and retries while the error may pass.
pub(super) async fn with_retries<T>(
    transport: &dyn Transport,
    ask: impl AsyncFn() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut waits = WAITS.into_iter();
    loop {
        match ask().await {
            Err(error) if error.is_passing() => match waits.next() {
                Some(wait) => transport.sleep(wait_for(&error, wait)).await,
                None => return Err(error),
            },
            answer => return answer,
        }
    }
}

fn wait_for(error: &ApiError, wait: Duration) -> Duration {
    let asked = error.retry_after().unwrap_or_default();
    Duration::from_secs(asked.min(LONGEST_WAIT).into()).max(wait)
}
