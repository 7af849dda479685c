//! Reads JSON bodies; whatever is wrong with one is said in the error shape.

use super::error::ApiError;
use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
};
use serde::de::DeserializeOwned;

/// The most that a body may hold, in bytes.
pub const LIMIT: usize = 256 * 1024;

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
