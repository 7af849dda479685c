//! Reads bodies: of requests, within a limit of size and time, and of responses that are still to change.

use super::error::ApiError;
use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header, request, response},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The most that a body may hold, in bytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// How long a client may take to send all of a body.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The middleware that reads the whole body before anything is done, and gives up on one that does not end.
pub async fn read_in_time(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let whole = Limited::new(body, MAX_BODY_BYTES).collect();
    let refused = match tokio::time::timeout(TIMEOUT, whole).await {
        Ok(Ok(body)) => {
            let request = Request::from_parts(parts, Body::from(body.to_bytes()));
            return next.run(request).await;
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large")
        }
        Ok(Err(_)) => ApiError::new(StatusCode::BAD_REQUEST, "The body cannot be read"),
        Err(_) => ApiError::new(StatusCode::REQUEST_TIMEOUT, "The body did not end in time"),
    };
    let mut response = refused.into_response();
    // What is left of the body would be taken for the next request.
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// A JSON body; whatever is wrong with one is an error in the platform's shape.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(refused(&rejection)),
        }
    }
}

fn refused(rejection: &JsonRejection) -> ApiError {
    let message = match rejection {
        JsonRejection::JsonDataError(_) => "The body does not have the expected fields",
        JsonRejection::JsonSyntaxError(_) => "The body is not JSON",
        _ if rejection.status().as_u16() == 413 => "The body is too large",
        _ => "The body cannot be read",
    };
    ApiError::new(rejection.status(), message).with_details(vec![rejection.body_text().into()])
}

/// A request whose body has been read.
#[derive(Clone)]
pub struct BufferedRequest {
    pub parts: request::Parts,
    pub body: Bytes,
}

impl BufferedRequest {
    /// Reads the body; `read_in_time` has seen to it that it is there and not too large.
    pub async fn of(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
        Self { parts, body }
    }

    pub fn into_request(self) -> Request {
        Request::from_parts(self.parts, Body::from(self.body))
    }
}

/// The whole body of a response, and what comes before it.
pub async fn buffered(response: Response) -> (response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => (parts, bytes),
        Err(_) => {
            parts.status = StatusCode::INTERNAL_SERVER_ERROR;
            (parts, Bytes::new())
        }
    }
}
