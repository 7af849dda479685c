//! The one shape of every error.

use super::trace;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An error as it travels.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// The HTTP status.
    #[schema(example = 404)]
    code: u16,
    /// What went wrong, for people.
    #[schema(example = "There is no such user")]
    message: String,
    /// The `trace` of the request, by which support finds the failure in the server's log.
    trace_id: String,
    /// A line or an object for each thing that was wrong.
    details: Vec<Value>,
}

/// Why a request is refused.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    message: String,
    details: Vec<Value>,
}

impl ApiError {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            details: Vec::new(),
        }
    }

    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "This belongs to another account")
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("There is no such {what}"))
    }

    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    pub fn with_details(mut self, details: Vec<Value>) -> Self {
        self.details = details;
        self
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("The database failed: {error}"),
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let trace_id = trace::current();
        if self.status.is_server_error() {
            eprintln!("{trace_id}: {}", self.message);
        }
        let body = ErrorBody {
            code: self.status.as_u16(),
            message: self.message,
            trace_id,
            details: self.details,
        };
        (self.status, Json(body)).into_response()
    }
}

/// What every endpoint of the API may answer instead.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub enum Refusals {
    /// A header is missing or wrong, or the body is not JSON.
    #[response(status = 400)]
    Malformed(ErrorBody),
    /// No access token, or one that is unknown or has expired.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// It belongs to another account.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// A parameter or the body says something that makes no sense.
    #[response(status = 422)]
    Unprocessable(ErrorBody),
    /// The database failed.
    #[response(status = 500)]
    Failed(ErrorBody),
}

/// What an endpoint that writes may answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub enum WriteRefusals {
    /// The state does not allow it: a seat, a number or the user is not there for it.
    #[response(status = 409)]
    Conflict(ErrorBody),
    /// The body did not end in time.
    #[response(status = 408)]
    TooSlow(ErrorBody),
    /// The body is too large.
    #[response(status = 413)]
    TooLarge(ErrorBody),
}
