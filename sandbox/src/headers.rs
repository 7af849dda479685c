//! What every answer carries.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'self'; report-uri /portal/csp-report";

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
pub async fn secure(mut response: Response) -> Response {
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    let pairs: [(HeaderName, &'static str); 2] = [
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
