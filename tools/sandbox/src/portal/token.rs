//! Hands the frontend an access token for the portal's session.

use super::session::{self, SameOrigin, Session};
use crate::{
    http::error::{ApiError, ErrorBody},
    oauth::{Token, Tokens},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

/// A fresh access token for the signed-in user; it ends with the session.
#[utoipa::path(post, path = "/portal/token", tag = "portal", security(("session" = [])),
    responses((status = 200, body = Token),
        (status = 401, body = ErrorBody, description = "Nobody is signed in"),
        (status = 403, body = ErrorBody, description = "The request comes from another site")))]
pub async fn token(
    _: SameOrigin,
    Session(admin): Session,
    State(tokens): State<Tokens>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let admin = admin.ok_or_else(|| ApiError::unauthorized("Nobody is signed in"))?;
    let token = tokens.issue(&admin.uuid, session::secret(&headers))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(token)).into_response())
}
