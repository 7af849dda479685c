//! The page that embeds the frontend, and the files that every page of the portal needs.

use super::{
    first_script,
    frame::{Frame, Place, mail_count, module, sign_in_first},
    html::{embedded, private},
    session::Session,
};
use crate::{
    db::Db,
    http::{error::ApiError, origins::Origins},
};
use axum::{
    Json,
    extract::State,
    http::{Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::Value;

const LICENSE_MANAGEMENT: &str = include_str!("../../portal/license-management.html");

/// To the license management, or to the sign-in.
#[utoipa::path(get, path = "/", tag = "portal", security(("session" = [])), responses((status = 303, description = "Where to go")))]
pub async fn home(Session(admin): Session) -> Redirect {
    Redirect::to(match admin {
        Some(_) => "/configuration/license-management",
        None => "/sign-in",
    })
}

/// The page that embeds the frontend.
#[utoipa::path(get, path = "/configuration/license-management", tag = "portal", security(("session" = [])),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first")))]
pub async fn license_management(
    session: Session,
    db: State<Db>,
    uri: Uri,
) -> Result<Response, ApiError> {
    show(session, &db, &uri)
}

/// The same page for every view of the frontend.
#[utoipa::path(get, path = "/configuration/license-management/{*view}", tag = "portal", security(("session" = [])),
    params(("view" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first")))]
pub async fn license_management_below(
    session: Session,
    db: State<Db>,
    uri: Uri,
) -> Result<Response, ApiError> {
    show(session, &db, &uri)
}

fn show(session: Session, db: &Db, uri: &Uri) -> Result<Response, ApiError> {
    let Session(Some(admin)) = session else {
        return Ok(sign_in_first(uri));
    };
    let mails = db.read(|connection| mail_count(connection, &admin.account))?;
    let frame = Frame {
        place: Place::LicenseManagement,
        title: "License management",
        head: module(first_script::PATH) + &module("/portal/portal.js"),
    };
    Ok(private(frame.around(&admin, mails, LICENSE_MANAGEMENT)))
}

/// The look of the portal.
#[utoipa::path(get, path = "/portal/portal.css", tag = "portal", responses((status = 200, body = String, content_type = "text/css")))]
pub async fn style() -> Response {
    embedded(
        "text/css; charset=utf-8",
        include_str!("../../portal/portal.css"),
    )
}

/// Mounts the frontend.
#[utoipa::path(get, path = "/portal/portal.js", tag = "portal", responses((status = 200, body = String, content_type = "text/javascript")))]
pub async fn script() -> Response {
    embedded(
        "text/javascript; charset=utf-8",
        include_str!("../../portal/portal.js"),
    )
}

/// The configuration that the frontend is given.
#[utoipa::path(get, path = "/portal/config.json", tag = "portal", responses((status = 200, body = Object)))]
pub async fn config(State(origins): State<Origins>) -> Response {
    let file = include_str!("../../../../public/config.json");
    if !origins.api_elsewhere {
        return embedded("application/json", file);
    }
    let mut config: Value = serde_json::from_str(file).unwrap_or_default();
    origins.point(&mut config);
    ([(header::CACHE_CONTROL, "no-cache")], Json(config)).into_response()
}

/// The icon of the portal's tabs.
#[utoipa::path(get, path = "/portal/icon.svg", tag = "portal", responses((status = 200, body = String, content_type = "image/svg+xml")))]
pub async fn icon() -> Response {
    embedded("image/svg+xml", include_str!("../../portal/icon.svg"))
}

/// The same icon, where browsers look for one unasked.
#[utoipa::path(get, path = "/favicon.ico", tag = "portal", responses((status = 200, body = String, content_type = "image/svg+xml")))]
pub async fn favicon() -> Response {
    icon().await
}
