//! Who is signed in to the portal: a cookie with a random secret, of which the hash is stored.

use crate::{
    api::auth::{Admin, Secrets},
    db::Db,
    http::error::ApiError,
    ids,
};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use rusqlite::params;

/// The name of the cookie.
pub const COOKIE: &str = "portal_session";
/// How long a session lasts: a working day.
const LIFETIME: i64 = 12 * 60 * 60 * 1000;

/// The administrator of the cookie's session, if there is one.
pub struct Session(pub Option<Admin>);

impl<S> FromRequestParts<S> for Session
where
    Db: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Some(secret) = secret(&parts.headers) else {
            return Ok(Self(None));
        };
        let found = Db::from_ref(state)
            .read(|connection| Admin::behind(connection, Secrets::Sessions, secret))?;
        let valid = found.filter(|(_, expires)| *expires > ids::now());
        Ok(Self(valid.map(|(admin, _)| admin)))
    }
}

/// Starts a session; answers the cookie.
pub fn start(db: &Db, admin: &str) -> Result<String, ApiError> {
    let secret = ids::secret();
    let now = ids::now();
    db.write(|connection| {
        connection.execute("DELETE FROM sessions WHERE expires < ?1", [now])?;
        connection.execute(
            "INSERT INTO sessions (hash, admin_uuid, expires) VALUES (?1, ?2, ?3)",
            params![ids::hash(&secret), admin, now + LIFETIME],
        )
    })?;
    // Lax, not strict: a link back from elsewhere must find the session.
    Ok(format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax"))
}

/// Ends the session of a request, and the access tokens that were given to it; answers the cookie that removes the browser's.
pub fn end(db: &Db, headers: &HeaderMap) -> Result<String, ApiError> {
    if let Some(secret) = secret(headers) {
        let hash = ids::hash(secret);
        db.write(|connection| {
            connection.execute("DELETE FROM tokens WHERE session_hash = ?1", [&hash])?;
            connection.execute("DELETE FROM sessions WHERE hash = ?1", [&hash])
        })?;
    }
    Ok(format!(
        "{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    ))
}

/// The secret of a request's session.
pub fn secret(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// A request that did not come from another site's page.
pub struct SameOrigin;

impl<S: Sync> FromRequestParts<S> for SameOrigin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let header = |name: &str| parts.headers.get(name)?.to_str().ok();
        let allowed = match (header("sec-fetch-site"), header("origin"), header("host")) {
            (Some(site), ..) => matches!(site, "same-origin" | "none"),
            (None, Some(origin), Some(host)) => origin
                .split_once("://")
                .is_some_and(|(_, from)| from == host),
            (None, Some(_), None) => false,
            // No browser: a browser names the origin of every form and fetch that posts.
            (None, None, _) => true,
        };
        if allowed {
            Ok(Self)
        } else {
            Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "This request comes from another site",
            ))
        }
    }
}

/// A path on this site: nothing that a browser could take for another host.
pub fn local(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .chars()
            .all(|letter| letter != '\\' && !letter.is_control());
    plain.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_on_this_site_are_local() {
        for path in ["/", "/configuration/license-management?q=a%2Fb#c", "/a//b"] {
            assert_eq!(local(path), Some(path));
        }
        for path in [
            "",
            "evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x",
            " /a",
        ] {
            assert_eq!(local(path), None, "{path:?}");
        }
    }
}
