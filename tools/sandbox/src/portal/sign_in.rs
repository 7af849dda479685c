//! Signing in and out.

use super::{
    html::{escape, fill, private},
    session::{self, SameOrigin, Session},
};
use crate::{
    db::Db,
    http::error::{ApiError, ErrorBody},
    oauth,
    seed::accounts::{ADMIN, PASSWORD},
};
use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

const PAGE: &str = include_str!("../../portal/sign-in.html");
const START: &str = "/configuration/license-management";

/// Where to go afterwards.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Return {
    /// A path on this site; anything else is ignored.
    #[serde(rename = "return")]
    #[param(rename = "return")]
    path: Option<String>,
}

/// The sign-in form.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    email: String,
    password: String,
    #[serde(rename = "return")]
    path: Option<String>,
}

/// The page that asks for email and password; both are filled in, for it is a demo.
#[utoipa::path(get, path = "/sign-in", tag = "portal", params(Return),
    responses((status = 200, body = String, content_type = "text/html"),
        (status = 303, description = "Signed in already")))]
pub async fn page(Session(admin): Session, Query(query): Query<Return>) -> Response {
    let target = target(query.path.as_deref());
    if admin.is_some() {
        return Redirect::to(target).into_response();
    }
    private(form(target, ADMIN, PASSWORD, ""))
}

/// Signs in and goes back to where the administrator wanted to be.
#[utoipa::path(post, path = "/sign-in", tag = "portal",
    request_body(content = Credentials, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "Signed in; the cookie is set"),
        (status = 401, body = String, content_type = "text/html", description = "The email or the password is wrong"),
        (status = 403, body = ErrorBody, description = "The form was sent from another site"),
        (status = 413, body = ErrorBody, description = "The body is too large"),
        (status = 415, body = ErrorBody, description = "The body is not a form"),
        (status = 422, body = ErrorBody, description = "A field is missing")))]
pub async fn sign_in(
    _: SameOrigin,
    State(db): State<Db>,
    form_body: Result<Form<Credentials>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(given) = form_body
        .map_err(|rejection| ApiError::new(rejection.status(), "The form cannot be read"))?;
    let target = target(given.path.as_deref());
    let found =
        db.read(|connection| oauth::with_password(connection, &given.email, &given.password))?;
    let Some(admin) = found else {
        let wrong =
            "<p class=\"portal-wrong\" role=\"alert\">The email or the password is wrong.</p>";
        let page = private(form(target, &given.email, "", wrong));
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    let cookie = session::start(&db, &admin)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(target)).into_response())
}

/// Ends the session.
#[utoipa::path(post, path = "/sign-out", tag = "portal",
    responses((status = 200, description = "Signed out, and on to the sign-in; the cookie is removed, and so is what the browser keeps for the pages"),
        (status = 403, body = ErrorBody, description = "The form was sent from another site")))]
pub async fn sign_out(
    _: SameOrigin,
    State(db): State<Db>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let cookie = session::end(&db, &headers)?;
    // No redirect, since WebKit would not forget anything.
    let headers = [
        ("clear-site-data", "\"storage\""),
        ("refresh", "0; url=/sign-in"),
    ];
    let page = Html("<a href=\"/sign-in\">Sign in</a>");
    Ok(([(header::SET_COOKIE, cookie)], headers, page).into_response())
}

fn target(path: Option<&str>) -> &str {
    path.and_then(session::local).unwrap_or(START)
}

fn form(target: &str, email: &str, password: &str, wrong: &str) -> String {
    fill(
        PAGE,
        &[
            ("return", &escape(target)),
            ("email", &escape(email)),
            ("password", &escape(password)),
            ("wrong", wrong),
        ],
    )
}
