//! Answers that are not those of the server, or not as the server gave them.

use super::effect::{Answer, Content, Garbled, RetryAfter, Stalled, When};
use crate::api::error::ApiError;
use axum::{
    Json,
    body::{Body, Bytes, HttpBody, to_bytes},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use hyper::body::Frame;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

const REFUSED: &str = "Refused on demand";

/// Marks an answer that must never be sent.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection is closed on demand")]
pub struct Dropped;

/// No answer: the connection is closed.
pub fn dropped() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Dropped);
    response
}

impl Answer {
    pub(super) fn is(&self, when: When) -> bool {
        self.when == when
    }

    pub(super) fn response(&self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let mut response = match self.body {
            Content::Error => ApiError::new(status, REFUSED).into_response(),
            Content::Gateway => (status, Json(json!({ "error": REFUSED }))).into_response(),
            Content::Text => (status, REFUSED).into_response(),
            Content::Html => (status, Html(proxy_page(status))).into_response(),
            Content::Empty => status.into_response(),
        };
        let retry_after = self.retry_after.as_ref().and_then(RetryAfter::value);
        if let Some(value) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}

impl RetryAfter {
    fn value(&self) -> Option<HeaderValue> {
        let text = match self {
            Self::Text(text) => text.clone(),
            Self::DateIn(seconds) => {
                let by = Duration::from_secs(seconds.unsigned_abs());
                let now = SystemTime::now();
                let then = match seconds {
                    0.. => now.checked_add(by),
                    _ => now.checked_sub(by),
                };
                httpdate::fmt_http_date(then.filter(|then| can_be_written(*then))?)
            }
        };
        HeaderValue::from_str(&text).ok()
    }
}

/// Dates before 1970 and after 9999 have no form in HTTP.
fn can_be_written(date: SystemTime) -> bool {
    let since = date.duration_since(SystemTime::UNIX_EPOCH);
    since.is_ok_and(|since| since < Duration::from_secs(253_402_300_800))
}

fn proxy_page(status: StatusCode) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><title>{status}</title></head>\n\
         <body><center><h1>{status}</h1></center><hr></body></html>\n"
    )
}

/// The whole body, and what comes before it.
pub async fn whole(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => (parts, bytes),
        Err(_) => {
            parts.status = StatusCode::INTERNAL_SERVER_ERROR;
            (parts, Bytes::new())
        }
    }
}

/// The same answer, except that it never ends.
pub async fn stall(response: Response, stalled: Stalled) -> Response {
    let (mut parts, bytes) = whole(response).await;
    let first = match stalled {
        Stalled::Headers => None,
        Stalled::Body => Some(bytes.slice(..bytes.len() / 2)).filter(|half| !half.is_empty()),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::new(Endless { first }))
}

struct Endless {
    first: Option<Bytes>,
}

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
            None => Poll::Pending,
        }
    }
}

/// The same answer, except that it cannot be decoded.
pub async fn garble(response: Response, garbled: Garbled) -> Response {
    let (mut parts, bytes) = whole(response).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = match garbled {
        Garbled::Truncated => bytes.slice(..bytes.len() / 2),
        Garbled::OtherShape => {
            let right: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            json!({ "data": [right] }).to_string().into()
        }
    };
    Response::from_parts(parts, Body::from(body))
}

/// A first page of users of which so many come in shapes that cannot be decoded.
pub async fn garble_users(response: Response, n: usize) -> Response {
    let (mut parts, bytes) = whole(response).await;
    let mut page: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if page["metadata"]["offset"] != 0 {
        return Response::from_parts(parts, Body::from(bytes));
    }
    let items = page["items"].as_array_mut().into_iter().flatten();
    for (at, item) in items.take(n).enumerate() {
        match (at % 4, item.as_object_mut()) {
            (0, Some(item)) => {
                item.remove("uuid");
            }
            (1, Some(item)) => {
                item.insert("uuid".into(), json!(17));
            }
            (2, Some(item)) => {
                item.insert("uuid".into(), json!({ "id": null }));
            }
            _ => *item = json!("not a user"),
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    (parts.status, parts.headers, Json(page)).into_response()
}
