//! Gives numbers to users and takes them back.

use super::{
    auth::Admin,
    numbers::{change_each, of_account, usable_by},
};
use crate::{
    db::Db,
    http::{
        body::JsonBody,
        error::{ApiError, Refusals, WriteRefusals},
    },
};
use axum::{Json, extract::State};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which numbers a user shall get.
#[derive(Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "fields that clients send and the sandbox does not need"
)]
pub struct Provision {
    numbers: Vec<String>,
    /// Without it, the caller's account.
    #[serde(default)]
    account_uuid: Option<String>,
    /// Without it, the numbers keep their holders.
    #[serde(default)]
    user_uuid: Option<String>,
    #[serde(default)]
    provider: Option<String>,
    #[serde(default)]
    is_campaign: Option<bool>,
    #[serde(default)]
    help_text: Option<String>,
    #[serde(default)]
    reference_id: Option<Reference>,
    #[serde(default)]
    country_format: Option<String>,
}

/// The customer's own reference: a text, or a number that is kept as one.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
enum Reference {
    Text(String),
    Number(i64),
}

impl Reference {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The numbers to release.
#[derive(Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "fields that clients send and the sandbox does not need"
)]
pub struct Deprovision {
    numbers: Vec<String>,
    /// Without it, the caller's account.
    #[serde(default)]
    account_uuid: Option<String>,
    /// With it, the numbers stay with the account; without it, they leave the account too.
    #[serde(default)]
    user_uuid: Option<String>,
    #[serde(default)]
    provider: Option<String>,
    #[serde(default)]
    country_format: Option<String>,
}

/// The numbers that were given.
#[derive(Serialize, ToSchema)]
pub struct Enabled {
    enabled: Vec<String>,
}

/// The released numbers.
#[derive(Serialize, ToSchema)]
pub struct Disabled {
    disabled: Vec<String>,
}

/// Gives numbers of the account to a user, all or none.
#[utoipa::path(post, path = "/sms/provision", tag = "sms", security(("token" = [])), request_body = Provision,
    responses((status = 200, body = Enabled), Refusals, WriteRefusals))]
pub async fn provision(
    State(db): State<Db>,
    admin: Admin,
    JsonBody(request): JsonBody<Provision>,
) -> Result<Json<Enabled>, ApiError> {
    let account = request.account_uuid.as_deref();
    let give = |connection: &Connection, number: &str| give(connection, &admin, number, &request);
    let enabled = change_each(&db, &admin, account, &request.numbers, give)?;
    Ok(Json(Enabled { enabled }))
}

fn is_active(connection: &Connection, admin: &Admin, user: &str) -> Result<(), ApiError> {
    admin.manages(connection, user)?;
    let active: bool = connection
        .prepare_cached("SELECT status = 'Active' FROM users WHERE uuid = ?1")?
        .query_row([user], |row| row.get(0))?;
    match active {
        true => Ok(()),
        false => Err(ApiError::conflict("The user is not active")),
    }
}

fn give(
    connection: &Connection,
    admin: &Admin,
    number: &str,
    request: &Provision,
) -> Result<(), ApiError> {
    match &request.user_uuid {
        Some(user) => {
            is_active(connection, admin, user)?;
            usable_by(connection, &admin.account, number, user)?;
        }
        None => of_account(connection, &admin.account, number)?,
    }
    connection
        .prepare_cached(
            "UPDATE numbers SET user_uuid = coalesce(?1, user_uuid), help_text = coalesce(?2, help_text),
                 reference_id = coalesce(?3, reference_id), provider = coalesce(?4, provider)
             WHERE number = ?5",
        )?
        .execute(params![
            request.user_uuid,
            request.help_text,
            request.reference_id.as_ref().map(Reference::text),
            request.provider,
            number
        ])?;
    Ok(())
}

/// Takes numbers back, all or none. With a user they stay with the account and are available again.
#[utoipa::path(post, path = "/sms/deprovision", tag = "sms", security(("token" = [])), request_body = Deprovision,
    responses((status = 200, body = Disabled), Refusals, WriteRefusals))]
pub async fn deprovision(
    State(db): State<Db>,
    admin: Admin,
    JsonBody(request): JsonBody<Deprovision>,
) -> Result<Json<Disabled>, ApiError> {
    let account = request.account_uuid.as_deref();
    let user = request.user_uuid.as_deref();
    let take_back =
        |connection: &Connection, number: &str| take_back(connection, &admin, number, user);
    let disabled = change_each(&db, &admin, account, &request.numbers, take_back)?;
    Ok(Json(Disabled { disabled }))
}

fn take_back(
    connection: &Connection,
    admin: &Admin,
    number: &str,
    user: Option<&str>,
) -> Result<(), ApiError> {
    if let Some(user) = user {
        admin.manages(connection, user)?;
    }
    let holder: Option<String> = connection
        .prepare_cached("SELECT user_uuid FROM numbers WHERE number = ?1 AND account_uuid = ?2")?
        .query_row([number, &admin.account], |row| row.get(0))
        .optional()?
        .ok_or_else(|| ApiError::not_found("number of this account"))?;
    if user.is_some() && holder.as_deref() != user {
        return Err(ApiError::conflict(format!(
            "{number} is not held by this user"
        )));
    }
    if let Some(holder) = holder {
        connection.execute(
            "UPDATE users SET sms = NULL WHERE uuid = ?1 AND sms = ?2",
            [holder.as_str(), number],
        )?;
    }
    let statement = match user {
        Some(_) => "UPDATE numbers SET user_uuid = NULL WHERE number = ?1",
        None => "DELETE FROM numbers WHERE number = ?1",
    };
    connection.execute(statement, [number])?;
    Ok(())
}
