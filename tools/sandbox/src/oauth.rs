//! Access tokens: random, short-lived, and only their hash is stored.

use crate::{
    db::Db,
    http::error::{ApiError, ErrorBody},
    ids,
    seed::accounts::ADMIN,
};
use axum::{
    Form, Json,
    extract::{FromRef, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The user name of the sandbox's only OAuth client, for the Basic header.
pub const CLIENT_ID: &str = "sandbox";
/// Its secret. A demo value: the sandbox has fictitious data only.
pub const CLIENT_SECRET: &str = "sandbox-secret";

/// Its route.
pub fn router<S>() -> OpenApiRouter<S>
where
    Tokens: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new().routes(routes!(token))
}

/// What is asked for.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code, reason = "the scope is accepted as it comes")]
struct Grant {
    /// `password`, `refresh_token` or `client_credentials`.
    #[schema(example = "password")]
    grant_type: String,
    scope: Option<String>,
    email: Option<String>,
    password: Option<String>,
    refresh_token: Option<String>,
}

/// An access token.
#[derive(Serialize, ToSchema)]
pub struct Token {
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// In seconds.
    expires_in: u64,
    /// Gives a new access token, once; a client's own token and one for a portal's session have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// How long a refresh token is good for: a month.
const REFRESH_LIFETIME: i64 = 30 * 24 * 60 * 60 * 1000;

/// Gives an access token for a password, for a refresh token, or for the client itself.
#[utoipa::path(post, path = "/oauth/token", tag = "oauth", security(("client" = [])),
    params(("x-device-id" = Option<String>, Header)),
    request_body(content = Grant, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, body = Token),
        (status = 400, body = ErrorBody, description = "The form cannot be read, or the grant type is not known"),
        (status = 401, body = ErrorBody, description = "The client, the email or the password is wrong"),
        (status = 413, body = ErrorBody, description = "The body is too large"),
        (status = 415, body = ErrorBody, description = "The body is not a form"),
        (status = 422, body = ErrorBody, description = "A field is missing")))]
async fn token(
    State(tokens): State<Tokens>,
    headers: HeaderMap,
    form: Result<Form<Grant>, FormRejection>,
) -> Result<Response, ApiError> {
    if !is_client(&headers) {
        return Err(ApiError::unauthorized("The client is not known"));
    }
    let Form(grant) = form.map_err(|rejection| {
        ApiError::new(rejection.status(), "The form cannot be read")
            .with_details(vec![rejection.body_text().into()])
    })?;
    let token = match grant.grant_type.as_str() {
        "password" => {
            let (Some(email), Some(password)) = (&grant.email, &grant.password) else {
                return Err(ApiError::unprocessable("email and password are needed"));
            };
            let admin = tokens
                .db
                .read(|connection| with_password(connection, email, password))?
                .ok_or_else(|| ApiError::unauthorized("The email or the password is wrong"))?;
            tokens.issue_refreshable(&admin)?
        }
        "refresh_token" => {
            let Some(given) = &grant.refresh_token else {
                return Err(ApiError::unprocessable("refresh_token is needed"));
            };
            let admin = tokens
                .db
                .write(|connection| used_up(connection, given))?
                .ok_or_else(|| ApiError::unauthorized("The refresh token is not known"))?;
            tokens.issue_refreshable(&admin)?
        }
        "client_credentials" => {
            let admin: String = tokens.db.read(|connection| {
                connection.query_row("SELECT uuid FROM admins WHERE email = ?1", [ADMIN], |row| {
                    row.get(0)
                })
            })?;
            tokens.issue(&admin, None)?
        }
        other => {
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                format!("The grant type {other} is not known"),
            ));
        }
    };
    Ok(Json(token).into_response())
}

/// Issues access tokens.
#[derive(Clone)]
pub struct Tokens {
    db: Db,
    /// How long an access token is valid.
    lifetime: Duration,
}

impl Tokens {
    pub fn new(db: Db, lifetime: Duration) -> Self {
        Self { db, lifetime }
    }

    /// Makes a token for an administrator, which ends with the portal's session if it is given to one.
    pub fn issue(&self, admin: &str, session: Option<&str>) -> Result<Token, ApiError> {
        let secret = ids::secret();
        let now = ids::now();
        let lifetime = i64::try_from(self.lifetime.as_millis()).unwrap_or(i64::MAX);
        self.db.write(|connection| {
            connection.execute("DELETE FROM tokens WHERE expires < ?1 - 3600000", [now])?;
            connection.execute(
                "INSERT INTO tokens (hash, admin_uuid, expires, session_hash) VALUES (?1, ?2, ?3, ?4)",
                params![
                    ids::hash(&secret),
                    admin,
                    now.saturating_add(lifetime),
                    session.map(ids::hash)
                ],
            )
        })?;
        Ok(Token {
            access_token: secret,
            token_type: "Bearer",
            expires_in: self.lifetime.as_secs(),
            refresh_token: None,
        })
    }

    /// The same, with a refresh token.
    fn issue_refreshable(&self, admin: &str) -> Result<Token, ApiError> {
        let token = self.issue(admin, None)?;
        let secret = ids::secret();
        let expires = ids::now() + REFRESH_LIFETIME;
        self.db.write(|connection| {
            connection.execute(
                "INSERT INTO refresh_tokens (hash, admin_uuid, expires) VALUES (?1, ?2, ?3)",
                params![ids::hash(&secret), admin, expires],
            )
        })?;
        Ok(Token {
            refresh_token: Some(secret),
            ..token
        })
    }
}

/// The administrator whose refresh token this is; it is good for once.
fn used_up(connection: &Connection, given: &str) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "DELETE FROM refresh_tokens WHERE hash = ?1 RETURNING admin_uuid, expires > ?2",
            params![ids::hash(given), ids::now()],
            |row| Ok(row.get::<_, bool>(1)?.then_some(row.get(0)?)),
        )
        .optional()
        .map(Option::flatten)
}

/// The administrator with this email and password.
pub fn with_password(
    connection: &Connection,
    email: &str,
    password: &str,
) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT uuid FROM admins WHERE email = ?1 COLLATE NOCASE AND password_hash = ?2",
            [email.trim(), &ids::hash(password)],
            |row| row.get(0),
        )
        .optional()
}

fn is_client(headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|encoded| STANDARD.decode(encoded.trim()).ok());
    // Hashes are compared, so that the time it takes says nothing of the secret.
    let known = ids::hash(&format!("{CLIENT_ID}:{CLIENT_SECRET}"));
    given
        .and_then(|given| String::from_utf8(given).ok())
        .is_some_and(|given| ids::hash(&given) == known)
}
