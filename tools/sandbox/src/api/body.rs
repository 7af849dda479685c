//! Reads JSON bodies; errors have the API's error shape.

use super::error::ApiError;
use axum::{
    Json,
    body::Body as Content,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The most that a body may hold, in bytes.
pub const LIMIT: usize = 256 * 1024;

/// How long a client may take to send all of a body.
const PATIENCE: Duration = Duration::from_secs(10);

/// The middleware that reads the whole body before anything is done, and gives up on one that does not end.
pub async fn in_time(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let whole = Limited::new(body, LIMIT).collect();
    let refused = match tokio::time::timeout(PATIENCE, whole).await {
        Ok(Ok(body)) => {
            let request = Request::from_parts(parts, Content::from(body.to_bytes()));
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

/// A JSON body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
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
