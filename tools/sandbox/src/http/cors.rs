//! Pages of other origins that may use the API.

use super::{origins::Origins, trace};
use crate::options::Options;
use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What a page must see to follow a slow write, to wait, and to name a failure.
const EXPOSED: [HeaderName; 4] = [
    header::LOCATION,
    HeaderName::from_static("x-status"),
    header::RETRY_AFTER,
    HeaderName::from_static(trace::HEADER),
];

/// Who may use the API is not named by an origin.
#[derive(Debug, thiserror::Error)]
#[error(
    "--allow-origins {0}: must be an origin as browsers write it, such as https://portal.example"
)]
pub struct OriginError(String);

/// Answers for the origins of the options; none when there are none.
pub fn layer(options: &Options, own: &Origins) -> Result<Option<CorsLayer>, OriginError> {
    let mut allowed = Vec::new();
    for origin in &options.allow_origins {
        allowed.push(read(origin)?);
    }
    if own.api_elsewhere {
        allowed.extend([read(&own.main)?, read(&own.other)?]);
    }
    if allowed.is_empty() {
        return Ok(None);
    }
    let methods = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::DELETE,
    ];
    let names = [
        "x-api-version",
        "id",
        "trace",
        "parent",
        "debug",
        "x-device-id",
    ];
    let names = names.map(HeaderName::from_static).into_iter();
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(allowed))
        .allow_methods(methods)
        .allow_headers(
            names
                .chain([header::AUTHORIZATION, header::CONTENT_TYPE])
                .collect::<Vec<_>>(),
        );
    Ok(Some(match options.hide_headers {
        true => cors,
        false => cors.expose_headers(EXPOSED),
    }))
}

/// An origin as browsers write it.
fn read(origin: &str) -> Result<HeaderValue, OriginError> {
    let host = origin.split_once("://").filter(|(scheme, host)| {
        matches!(*scheme, "http" | "https") && !host.is_empty() && !host.contains('/')
    });
    host.and_then(|_| HeaderValue::from_str(origin).ok())
        .ok_or_else(|| OriginError(origin.to_owned()))
}
