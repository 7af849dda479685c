//! One HTTP exchange through the browser's fetch, with a time limit.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, RequestCache};

use super::ApiError;

/// What to send.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) url: &'a str,
    pub(super) body: Option<String>,
    /// After this the call is given up by aborting it.
    pub(super) limit: Duration,
}

/// What came back, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) progress: Option<String>,
    /// In seconds.
    pub(super) retry_after: Option<u32>,
    pub(super) body: String,
}

/// Sends a call and reads the whole answer. No cache is asked or filled: what verifies a write must be what the server
/// holds.
///
/// # Errors
/// [`ApiError::TimedOut`] past the limit, [`ApiError::Unreachable`] when no whole answer came.
pub(super) async fn send(
    call: &Call<'_>,
    headers: Vec<(&'static str, String)>,
) -> Result<Answer, ApiError> {
    let abort = Abort(AbortController::new().map_err(|_| ApiError::Unreachable)?);
    let signal = abort.0.signal();
    let expired = Rc::new(Cell::new(false));
    let limit = u32::try_from(call.limit.as_millis()).unwrap_or(u32::MAX);
    let _timer = Timeout::new(limit, {
        let (expired, abort) = (Rc::clone(&expired), abort.0.clone());
        move || {
            expired.set(true);
            abort.abort();
        }
    });
    let mut request = RequestBuilder::new(call.url)
        .method(call.method.clone())
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&signal));
    for (name, value) in headers {
        request = request.header(name, &value);
    }
    let request = match &call.body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let failed = || {
        if expired.get() {
            ApiError::TimedOut
        } else {
            ApiError::Unreachable
        }
    };
    let response = request
        .map_err(|_| ApiError::Unreachable)?
        .send()
        .await
        .map_err(|_| failed())?;
    read(response).await.ok_or_else(failed)
}

/// Ends a request that nobody waits for any more; one that is over it leaves as it is.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read(response: Response) -> Option<Answer> {
    let headers = response.headers();
    Some(Answer {
        status: response.status(),
        location: headers.get("location"),
        progress: headers.get("x-status"),
        retry_after: headers.get("retry-after").and_then(|text| seconds(&text)),
        body: response.text().await.ok()?,
    })
}

/// `Retry-After` is a number of seconds or a date.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    let left = (js_sys::Date::parse(text) - js_sys::Date::now()) / 1000.0;
    // A float that does not fit is bounded by the conversion, one that is no number is left out here.
    (!left.is_nan()).then_some(left.ceil() as u32)
}
