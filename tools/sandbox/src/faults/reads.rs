//! Reads that do not show how things are now: of a server that lags, or kept by a browser.

use crate::http::headers;
use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use serde::Deserialize;
use std::time::Duration;

/// A read that shows the state of some time ago.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lag {
    /// So many milliseconds ago.
    pub ms: u64,
    /// Every second read of a path shows how things are now.
    pub flaps: bool,
}

impl Lag {
    pub(super) fn span(self) -> Duration {
        Duration::from_millis(self.ms)
    }
}

/// What lets a browser cache an answer, instead of `Cache-Control: no-store`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cacheable {
    /// `Last-Modified` alone, long ago: browsers guess how long that is good for.
    LastModified,
    /// `Cache-Control: max-age`, in seconds.
    MaxAge(u64),
}

impl Cacheable {
    pub(super) fn mark(self, response: &mut Response) {
        response.extensions_mut().insert(headers::Cacheable);
        let headers = response.headers_mut();
        headers.remove(header::CACHE_CONTROL);
        match self {
            Self::LastModified => {
                let long_ago = HeaderValue::from_static("Wed, 01 Jan 2025 00:00:00 GMT");
                headers.insert(header::LAST_MODIFIED, long_ago);
            }
            Self::MaxAge(seconds) => {
                if let Ok(value) = format!("max-age={seconds}").parse() {
                    headers.insert(header::CACHE_CONTROL, value);
                }
            }
        }
    }
}
