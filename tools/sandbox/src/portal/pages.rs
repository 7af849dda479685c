//! The frame of the portal, the page that embeds the frontend, and the files that both need.

use super::{
    embedded,
    embedding::Mode,
    html::{escape, fill, private},
    session::Session,
};
use crate::{
    api::{auth::Admin, error::ApiError},
    app::Shared,
    cors,
};
use axum::{
    Json,
    extract::State,
    http::{Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use rusqlite::Connection;
use serde_json::Value;

const FRAME: &str = include_str!("../../portal/frame.html");
const LICENSE_MANAGEMENT: &str = include_str!("../../portal/license-management.html");

/// Which entry of the menus is current.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    LicenseManagement,
    Embedding(Mode),
    Outbox,
}

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
    app: State<Shared>,
    uri: Uri,
) -> Result<Response, ApiError> {
    embedding(session, &app, &uri)
}

/// The same page for every view of the frontend.
#[utoipa::path(get, path = "/configuration/license-management/{*view}", tag = "portal", security(("session" = [])),
    params(("view" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first")))]
pub async fn license_management_below(
    session: Session,
    app: State<Shared>,
    uri: Uri,
) -> Result<Response, ApiError> {
    embedding(session, &app, &uri)
}

fn embedding(session: Session, app: &Shared, uri: &Uri) -> Result<Response, ApiError> {
    let Session(Some(admin)) = session else {
        return Ok(sign_in_first(uri));
    };
    let count = app
        .db
        .read(|connection| mail_count(connection, &admin.account))?;
    Ok(private(frame(
        &admin,
        Place::LicenseManagement,
        count,
        LICENSE_MANAGEMENT,
    )))
}

/// To the sign-in, and back to where the request was going.
pub fn sign_in_first(uri: &Uri) -> Response {
    let wanted = uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    let mut encoded = String::new();
    for byte in wanted.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Redirect::to(&format!("/sign-in?return={encoded}")).into_response()
}

/// How many welcome emails the account has sent.
pub fn mail_count(connection: &Connection, account: &str) -> Result<i64, rusqlite::Error> {
    connection
        .prepare_cached("SELECT count(*) FROM mails WHERE account_uuid = ?1")?
        .query_row([account], |row| row.get(0))
}

/// A page of the portal.
pub fn frame(admin: &Admin, place: Place, mails: i64, content: &str) -> String {
    let current = |here| {
        if place == here {
            "aria-current=\"page\""
        } else {
            ""
        }
    };
    let (title, script) = match place {
        Place::LicenseManagement => ("License management", module("/portal/portal.js")),
        Place::Embedding(mode) => ("License management", mode.head()),
        Place::Outbox => ("Welcome emails", String::new()),
    };
    fill(
        FRAME,
        &[
            ("title", title),
            ("script", &script),
            ("configuration", current(Place::LicenseManagement)),
            ("license-management", current(Place::LicenseManagement)),
            ("outbox", current(Place::Outbox)),
            ("mails", &mails.to_string()),
            ("name", &escape(&admin.name)),
            ("account", &escape(&admin.account_name)),
            ("content", content),
        ],
    )
}

/// The tag that runs a script.
pub fn module(path: &str) -> String {
    format!("<script type=\"module\" src=\"{path}\"></script>")
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
pub async fn config(State(app): State<Shared>) -> Response {
    let file = include_str!("../../../../public/config.json");
    if !app.api_elsewhere {
        return embedded("application/json", file);
    }
    let mut config: Value = serde_json::from_str(file).unwrap_or_default();
    cors::move_services(&mut config, &app.origins.other);
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
