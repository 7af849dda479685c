//! The portal around the frontend: sign-in, the page that embeds it, and the outbox.

mod embedding;
mod first_script;
mod frame;
mod html;
mod outbox;
mod pages;
mod reports;
mod session;
mod sign_in;
mod token;

pub use first_script::FirstScripts;
pub use session::COOKIE;

use crate::{db::Db, http::origins::Origins, oauth::Tokens};
use axum::extract::FromRef;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Its routes.
pub fn router<S>() -> OpenApiRouter<S>
where
    Db: FromRef<S>,
    FirstScripts: FromRef<S>,
    Origins: FromRef<S>,
    Tokens: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
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
        .routes(routes!(first_script::first_script))
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
