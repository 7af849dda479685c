//! The transport: sends single HTTP requests, and provides timers, dates, URLs and randomness.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::ApiError;

/// Access to the network and the platform, replaced in tests.
pub trait Transport {
    /// Sends a request and reads the whole response, whatever its status; `None`: no complete response. Dropping the
    /// future aborts the request. Caches are bypassed, since reads verify writes.
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Option<Answer>>;

    /// Waits.
    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()>;

    /// Seconds from now until an HTTP date; `None`: not a date.
    fn seconds_until(&self, date: &str) -> Option<f64>;

    /// Resolves a URL against a base, which may itself be relative to the page.
    fn resolve(&self, address: &str, base: &str) -> Option<Address>;

    /// Random bytes for an identifier.
    fn random(&self) -> [u8; 16];
}

/// An HTTP method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers.
    Head,
    /// Creates.
    Post,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

/// A request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: String,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body, if there is one.
    pub body: Option<String>,
}

/// A response.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `x-status`.
    pub progress: Option<String>,
    /// The header `Retry-After`: seconds, or a date.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

/// An absolute URL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// All of it.
    pub href: String,
    /// Scheme, host and port.
    pub origin: String,
}

/// Sends a request with a time-out.
///
/// # Errors
/// [`ApiError::TimedOut`] past the limit, [`ApiError::Unreachable`] without a complete response.
pub(super) async fn send(
    transport: &dyn Transport,
    request: Request,
    limit: Duration,
) -> Result<Answer, ApiError> {
    let mut answer = transport.send(request).fuse();
    let mut limit = transport.sleep(limit).fuse();
    futures_util::select_biased! {
        answer = answer => answer.ok_or(ApiError::Unreachable),
        () = limit => Err(ApiError::TimedOut),
    }
}

/// The error of an unsuccessful response.
pub(super) fn refusal(
    transport: &dyn Transport,
    answer: &Answer,
    throttling: super::error::Throttling,
) -> ApiError {
    let retry_after = answer.retry_after.as_deref();
    let seconds = retry_after.and_then(|text| seconds(transport, text.trim()));
    ApiError::from_answer(answer.status, &answer.body, seconds, throttling)
}

/// `Retry-After` is a number of seconds or a date.
fn seconds(transport: &dyn Transport, text: &str) -> Option<u32> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    let left = transport.seconds_until(text)?;
    // The cast saturates; NaN is filtered out.
    (!left.is_nan()).then_some(left.ceil() as u32)
}
