//! The headers that every request to the API carries.
//! Source: `star2star-js-ms-sdk` 4.16.0.

use crate::{
    http::{error::ApiError, trace},
    ids,
};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The paths of the services.
pub const SERVICES: [&str; 3] = ["/identity/", "/entitlements/", "/sms/"];
const VERSION: &str = "v1";
const JSON: &str = "application/json";

/// Refuses what does not carry the headers, and names the trace in the answer.
pub async fn require_headers(request: Request, next: Next) -> Response {
    let service = SERVICES
        .iter()
        .any(|prefix| request.uri().path().starts_with(prefix));
    if !service {
        return next.run(request).await;
    }
    let given = text(request.headers(), trace::HEADER).filter(|id| ids::is_uuid(id));
    let id = given.map_or_else(ids::uuid, str::to_owned);
    let value = HeaderValue::from_str(&id);
    let answered = async {
        match wrong(request.headers()) {
            Some(error) => error.into_response(),
            None => next.run(request).await,
        }
    };
    let mut response = trace::scope(id, answered).await;
    if let Ok(value) = value {
        response.headers_mut().insert(trace::HEADER, value);
    }
    response
}

/// What is wrong with the headers, if anything is.
fn wrong(headers: &HeaderMap) -> Option<ApiError> {
    let refused = |message: String| Some(ApiError::new(StatusCode::BAD_REQUEST, message));
    if text(headers, "x-api-version") != Some(VERSION) {
        return refused(format!("The header x-api-version must be {VERSION}"));
    }
    for name in ["id", trace::HEADER, "parent"] {
        if !text(headers, name).is_some_and(ids::is_uuid) {
            return refused(format!("The header {name} must be a UUID"));
        }
    }
    let kind = text(headers, "content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(JSON) {
        return refused(format!("The header Content-type must be {JSON}"));
    }
    None
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
