//! The trace of a request, by which its errors are found again.

use crate::ids;

/// The header that carries it.
pub const HEADER: &str = "trace";

tokio::task_local! {
    static TRACE: String;
}

/// Runs work for the request with this trace.
pub async fn scope<F: Future>(trace: String, work: F) -> F::Output {
    TRACE.scope(trace, work).await
}

/// The trace of the request that is being handled; a new one outside of any.
pub fn current() -> String {
    TRACE
        .try_with(String::clone)
        .unwrap_or_else(|_| ids::uuid())
}
