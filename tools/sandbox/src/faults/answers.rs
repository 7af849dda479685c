//! Answers that are not those of the server, or not as the server gave them.

use super::effect::{Answer, Content, When};
use crate::http::{body::buffered, error::ApiError};
use axum::{
    Json,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

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
        };
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// A first page of users of which so many come in shapes that cannot be decoded.
pub async fn garble_users(response: Response, n: usize) -> Response {
    let (mut parts, bytes) = buffered(response).await;
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
