//! Who asks: the administrator behind an access token, and what is theirs.

use crate::{db::Db, http::error::ApiError, ids};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use rusqlite::{Connection, OptionalExtension, params};

/// A signed-in administrator.
#[derive(Debug, Clone)]
pub struct Admin {
    pub uuid: String,
    pub account: String,
    pub account_name: String,
    pub email: String,
    pub name: String,
}

const FIND: &str =
    "SELECT a.uuid, a.account_uuid, c.name, a.email, a.first_name || ' ' || a.last_name, t.expires
    FROM admins a JOIN accounts c ON c.uuid = a.account_uuid JOIN ";

impl Admin {
    /// The administrator whose secret this is, and when it expires.
    pub fn behind(
        connection: &Connection,
        table: Secrets,
        secret: &str,
    ) -> Result<Option<(Self, i64)>, rusqlite::Error> {
        let table = match table {
            Secrets::Tokens => "tokens",
            Secrets::Sessions => "sessions",
        };
        connection
            .prepare_cached(&format!(
                "{FIND} {table} t ON t.admin_uuid = a.uuid WHERE t.hash = ?1"
            ))?
            .query_row([ids::hash(secret)], |row| {
                let admin = Self {
                    uuid: row.get(0)?,
                    account: row.get(1)?,
                    account_name: row.get(2)?,
                    email: row.get(3)?,
                    name: row.get(4)?,
                };
                Ok((admin, row.get(5)?))
            })
            .optional()
    }

    /// Refuses an account that is not this administrator's.
    pub fn owns(&self, connection: &Connection, account: &str) -> Result<(), ApiError> {
        if self.account == account {
            return Ok(());
        }
        let exists: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM accounts WHERE uuid = ?1)")?
            .query_row([account], |row| row.get(0))?;
        Err(if exists {
            ApiError::forbidden()
        } else {
            ApiError::not_found("account")
        })
    }

    /// Refuses a user who is not of this administrator's account.
    pub fn manages(&self, connection: &Connection, user: &str) -> Result<(), ApiError> {
        let account: Option<String> = connection
            .prepare_cached("SELECT account_uuid FROM users WHERE uuid = ?1")?
            .query_row(params![user], |row| row.get(0))
            .optional()?;
        match account {
            None => Err(ApiError::not_found("user")),
            Some(account) if account != self.account => Err(ApiError::forbidden()),
            Some(_) => Ok(()),
        }
    }
}

/// Where the hash of a secret is kept.
#[derive(Clone, Copy)]
pub enum Secrets {
    Tokens,
    Sessions,
}

impl<S> FromRequestParts<S> for Admin
where
    Db: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers)
            .ok_or_else(|| ApiError::unauthorized("An access token is needed"))?;
        let found = Db::from_ref(state)
            .read_now(|connection| Self::behind(connection, Secrets::Tokens, token))?;
        match found {
            None => Err(ApiError::unauthorized("The access token is not known")),
            Some((_, expires)) if expires <= ids::now() => {
                Err(ApiError::unauthorized("The access token has expired"))
            }
            Some((admin, _)) => Ok(admin),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}
