//! What every answer carries, and what every request must.

use super::{error::ApiError, origins::Origins};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use std::net::IpAddr;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'self'; report-uri /portal/csp-report";

/// What browsers report and do nonetheless. Leptos could make the constant parts of views of HTML text; so far it does
/// not, and every journey asserts that.
const REPORTED: &str = "require-trusted-types-for 'script'; report-uri /portal/csp-report";

/// The policy of a page that another origin may embed.
pub fn embeddable_by(origin: &str) -> String {
    POLICY.replace(
        "frame-ancestors 'self'",
        &format!("frame-ancestors {origin}"),
    )
}

/// The policy of a page that embeds another origin.
pub fn embedding(origin: &str) -> String {
    format!("{POLICY}; frame-src {origin}")
}

/// Adds the Content-Security-Policy, unless the page has its own, and its companions.
pub async fn secure(State(origins): State<Origins>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    if origins.api_elsewhere
        && let Some(wider) = connecting_to(policy, &origins)
    {
        *policy = wider;
    }
    let pairs: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_SECURITY_POLICY_REPORT_ONLY, REPORTED),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in pairs {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The same policy for a page that uses the API at either origin.
fn connecting_to(policy: &HeaderValue, origins: &Origins) -> Option<HeaderValue> {
    let here = "connect-src 'self'";
    let there = format!("{here} {} {}", origins.main, origins.other);
    policy.to_str().ok()?.replace(here, &there).parse().ok()
}

/// Marks a response that says itself whether browsers may cache it.
#[derive(Clone, Copy)]
pub struct Cacheable;

/// What no browser may keep: a read must show how things are.
const NEVER_CACHED: [&str; 6] = [
    "/identity/",
    "/entitlements/",
    "/sms/",
    "/oauth/",
    "/outbox",
    "/portal/outbox",
];

/// Says of the API, the access tokens and the outbox that no browser may keep them, unless something else is said on
/// demand.
pub async fn no_store(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let never_cached = NEVER_CACHED.iter().any(|prefix| path.starts_with(prefix));
    let mut response = next.run(request).await;
    if never_cached && response.extensions().get::<Cacheable>().is_none() {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The most bytes of a request's headers; more are answered by 431.
pub const MAX_HEADER_BYTES: usize = 32 * 1024;
/// What a header takes besides its name and its value: `: ` and the end of the line.
const BETWEEN: usize = 4;

/// Refuses headers that are too large together, and a host that is named twice.
pub async fn well_formed(request: Request, next: Next) -> Result<Response, ApiError> {
    let headers = request.headers();
    let line =
        |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + BETWEEN;
    if headers.iter().map(line).sum::<usize>() > MAX_HEADER_BYTES {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Err(ApiError::new(status, "The headers are too large"));
    }
    if headers.get_all(header::HOST).iter().count() > 1 {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "There is more than one Host",
        ));
    }
    Ok(next.run(request).await)
}

/// Refuses a request to this machine by a name that is not this machine's: a page elsewhere can give its own name this
/// machine's address, and would then be of the same origin.
pub async fn known_host(
    State(listening): State<IpAddr>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    if !listening.is_loopback() || host.is_some_and(|host| is_this_machine(host.host())) {
        return Ok(next.run(request).await);
    }
    let status = StatusCode::MISDIRECTED_REQUEST;
    Err(ApiError::new(status, "This machine has no such name"))
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}
