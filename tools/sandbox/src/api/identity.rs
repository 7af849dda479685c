//! Users and their aliases.

use super::{
    auth::Admin,
    blocks::Blocks,
    numbers::{ten_digits, usable_by},
    paging::{Listing, Match, Page, PageParams, Source},
};
use crate::{
    db::Db,
    http::{
        body::JsonBody,
        error::{ApiError, Refusals, WriteRefusals},
    },
    ids,
};
use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub struct Me {
    user_uuid: String,
    email: String,
    account_uuid: String,
}

/// A user.
#[derive(Serialize, ToSchema)]
pub struct Identity {
    uuid: String,
    account_uuid: String,
    #[serde(rename = "type")]
    kind: String,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    username: String,
    email: String,
    /// E.164 or ten digits.
    phone: Option<String>,
    /// `Active`; anything else is not active.
    #[schema(example = "Active")]
    status: String,
    /// Only with `include=alias`.
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<Vec<Alias>>,
    /// Only with `include=properties`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    properties: Option<serde_json::Value>,
}

/// Other names by which a user is known.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Alias {
    #[serde(default)]
    nickname: Option<String>,
    #[serde(default)]
    email: Option<String>,
    /// The number that the messaging apps use: ten digits.
    #[schema(example = "9415550142")]
    sms: Option<String>,
}

const COLUMNS: &str = "uuid, account_uuid, type, first_name, middle_name, last_name, username, email, phone, status, nickname, sms";
const FILTERS: &[(&str, &str)] = &[
    ("uuid", "uuid"),
    ("type", "type"),
    ("first_name", "first_name"),
    ("middle_name", "middle_name"),
    ("last_name", "last_name"),
    ("username", "username"),
    ("email", "email"),
    ("phone", "phone"),
    ("status", "status"),
    ("sms", "sms"),
];

fn identity_of(row: &Row<'_>, include: &[String]) -> Result<Identity, rusqlite::Error> {
    let includes = |what: &str| include.iter().any(|name| name == what);
    let email: String = row.get(7)?;
    let alias = Alias {
        nickname: row.get(10)?,
        email: Some(email.clone()),
        sms: row.get(11)?,
    };
    Ok(Identity {
        uuid: row.get(0)?,
        account_uuid: row.get(1)?,
        kind: row.get(2)?,
        first_name: row.get(3)?,
        middle_name: row.get(4)?,
        last_name: row.get(5)?,
        username: row.get(6)?,
        email,
        phone: row.get(8)?,
        status: row.get(9)?,
        aliases: includes("alias").then(|| vec![alias]),
        properties: includes("properties").then(|| serde_json::json!({})),
    })
}

fn included(query: &[(String, String)]) -> Vec<String> {
    let values = query.iter().filter(|(name, _)| name == "include");
    values
        .flat_map(|(_, value)| value.split(',').map(str::to_owned))
        .collect()
}

/// The administrator behind the access token.
#[utoipa::path(get, path = "/identity/users/me", tag = "identity", security(("token" = [])),
    responses((status = 200, body = Me), Refusals))]
pub async fn me(admin: Admin) -> Json<Me> {
    Json(Me {
        user_uuid: admin.uuid,
        email: admin.email,
        account_uuid: admin.account,
    })
}

/// One user.
#[utoipa::path(get, path = "/identity/identities/{user}", tag = "identity", security(("token" = [])),
    params(("user" = String, Path), ("include" = Option<Vec<String>>, Query, description = "`alias`, `properties`")),
    responses((status = 200, body = Identity), Refusals))]
pub async fn identity(
    State(db): State<Db>,
    admin: Admin,
    Path(user): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Identity>, ApiError> {
    let include = included(&query);
    db.read(|connection| {
        let listed = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM users WHERE uuid = ?1"))?
            .query_row([&user], |row| identity_of(row, &include))
            .optional()?;
        let found = match listed {
            Some(listed) => Some(listed),
            None => administrator(connection, &user, &include)?,
        };
        match found {
            None => Err(ApiError::not_found("user")),
            Some(found) if found.account_uuid != admin.account => Err(ApiError::forbidden()),
            Some(found) => Ok(Json(found)),
        }
    })
}

/// An administrator who is none of the account's users.
fn administrator(
    connection: &Connection,
    uuid: &str,
    include: &[String],
) -> Result<Option<Identity>, ApiError> {
    let found = connection
        .prepare_cached(
            "SELECT uuid, account_uuid, 'administrator', first_name, NULL, last_name, email, email, NULL, 'Active', NULL, NULL
             FROM admins WHERE uuid = ?1",
        )?
        .query_row([uuid], |row| identity_of(row, include))
        .optional()?;
    Ok(found)
}

/// The account's users. Further query parameters filter by field; all of them must match.
#[utoipa::path(get, path = "/identity/accounts/{account}/identities", tag = "identity", security(("token" = [])),
    params(("account" = String, Path), PageParams, ("username" = Option<String>, Query), ("email" = Option<String>, Query),
        ("status" = Option<String>, Query), ("phone" = Option<String>, Query), ("first_name" = Option<String>, Query),
        ("last_name" = Option<String>, Query), ("include" = Option<Vec<String>>, Query)),
    responses((status = 200, body = Listing<Identity>), Refusals))]
pub async fn identities(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    page: Page,
) -> Result<Json<Listing<Identity>>, ApiError> {
    list(&db, &admin, account, &query, &page, Match::All)
}

/// The account's users. Further query parameters filter by field; any of them must match.
#[utoipa::path(get, path = "/identity/accounts/{account}/identities/v2", tag = "identity", security(("token" = [])),
    params(("account" = String, Path), PageParams, ("username" = Option<String>, Query), ("email" = Option<String>, Query),
        ("status" = Option<String>, Query), ("phone" = Option<String>, Query), ("first_name" = Option<String>, Query),
        ("last_name" = Option<String>, Query), ("include" = Option<Vec<String>>, Query)),
    responses((status = 200, body = Listing<Identity>), Refusals))]
pub async fn identities_any(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    page: Page,
) -> Result<Json<Listing<Identity>>, ApiError> {
    list(&db, &admin, account, &query, &page, Match::Any)
}

fn list(
    db: &Db,
    admin: &Admin,
    account: String,
    query: &[(String, String)],
    page: &Page,
    matching: Match,
) -> Result<Json<Listing<Identity>>, ApiError> {
    let include = included(query);
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let source = Source {
            columns: COLUMNS,
            from: "users",
            always: "account_uuid = ?1",
            bound: vec![account],
            order: "id",
            filters: FILTERS,
            blocks: Some(Blocks::Users),
        };
        let listing = page.read(connection, source, matching, |row| {
            identity_of(row, &include)
        })?;
        Ok(Json(listing))
    })
}

/// Binds an SMS number to a user who has none.
#[utoipa::path(post, path = "/identity/identities/{user}/aliases", tag = "identity", security(("token" = [])),
    params(("user" = String, Path)), request_body = Alias,
    responses((status = 201, body = Alias, description = "Bound"), Refusals, WriteRefusals))]
pub async fn bind_alias(
    State(db): State<Db>,
    admin: Admin,
    Path(user): Path<String>,
    JsonBody(alias): JsonBody<Alias>,
) -> Result<(StatusCode, Json<Alias>), ApiError> {
    let number = number_in(&alias)?;
    db.write(|connection| {
        admin.manages(connection, &user)?;
        let current = sms_of(connection, &user)?;
        if current.is_some_and(|current| current != number) {
            return Err(ApiError::conflict("The user already has an SMS number"));
        }
        bind(connection, &admin, &user, &number)?;
        Ok((StatusCode::CREATED, Json(alias_of(connection, &user)?)))
    })
}

/// Replaces the SMS number of a user by the one in the path. There is no body.
#[utoipa::path(put, path = "/identity/identities/{user}/aliases/{did}", tag = "identity", security(("token" = [])),
    params(("user" = String, Path), ("did" = String, Path, description = "The new number: ten digits or E.164")),
    responses((status = 200, body = Identity, description = "Replaced; the user with the aliases"), Refusals, WriteRefusals))]
pub async fn replace_alias(
    State(db): State<Db>,
    admin: Admin,
    Path((user, did)): Path<(String, String)>,
) -> Result<Json<Identity>, ApiError> {
    let number = ten_digits(&did)?;
    db.write(|connection| {
        admin.manages(connection, &user)?;
        if sms_of(connection, &user)?.is_none() {
            return Err(ApiError::not_found("alias of this user"));
        }
        bind(connection, &admin, &user, &number)?;
        let include = ["alias".to_owned()];
        let replaced = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM users WHERE uuid = ?1"))?
            .query_row([&user], |row| identity_of(row, &include))?;
        Ok(Json(replaced))
    })
}

fn number_in(alias: &Alias) -> Result<String, ApiError> {
    let given = alias.sms.as_deref().unwrap_or_default();
    ids::ten_digits(given).ok_or_else(|| {
        ApiError::unprocessable("sms must be a number of ten digits or E.164")
            .with_details(vec![format!("sms={given}").into()])
    })
}

fn sms_of(connection: &Connection, user: &str) -> Result<Option<String>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT sms FROM users WHERE uuid = ?1")?
        .query_row([user], |row| row.get(0))
}

fn bind(connection: &Connection, admin: &Admin, user: &str, number: &str) -> Result<(), ApiError> {
    usable_by(connection, &admin.account, number, user)?;
    connection.execute(
        "UPDATE users SET sms = ?1 WHERE uuid = ?2",
        params![number, user],
    )?;
    Ok(())
}

fn alias_of(connection: &Connection, user: &str) -> Result<Alias, rusqlite::Error> {
    connection
        .prepare_cached("SELECT nickname, email, sms FROM users WHERE uuid = ?1")?
        .query_row([user], |row| {
            Ok(Alias {
                nickname: row.get(0)?,
                email: row.get(1)?,
                sms: row.get(2)?,
            })
        })
}
