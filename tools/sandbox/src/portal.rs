//! The portal around the frontend: sign-in, the page that embeds it, and the outbox.

mod embedding;
pub mod html;
mod outbox;
mod pages;
mod reports;
mod session;
mod sign_in;
mod token;

pub use session::COOKIE;

use crate::app::Shared;
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Its routes.
pub fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(pages::home))
        .routes(routes!(pages::license_management))
        .routes(routes!(pages::license_management_below))
        .routes(routes!(embedding::page))
        .routes(routes!(embedding::page_below))
        .routes(routes!(embedding::script))
        .routes(routes!(embedding::hostile_style))
        .routes(routes!(pages::style))
        .routes(routes!(pages::script))
        .routes(routes!(pages::config))
        .routes(routes!(pages::icon))
        .routes(routes!(pages::favicon))
        .routes(routes!(sign_in::page, sign_in::sign_in))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(token::token))
        .routes(routes!(outbox::page))
        .routes(routes!(outbox::count))
        .routes(routes!(reports::csp_report))
}

/// A file that is part of the program; the browser asks each time whether it has changed.
fn embedded(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, content).into_response()
}
