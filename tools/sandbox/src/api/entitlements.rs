//! Licenses: listed, assigned and removed in bulk, activated.

use super::{
    auth::Admin,
    blocks::Blocks,
    licensing::{self, Assignment, LicensePolicy},
    paging::{Listing, Match, Page, PageParams, Source},
};
use crate::{
    db::Db,
    http::{
        body::JsonBody,
        error::{ApiError, Refusals, WriteRefusals},
    },
    mail::MailQueue,
};
use axum::{
    Json,
    extract::{Path, State},
};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A license: a user may use an application by a product.
#[derive(Serialize, ToSchema)]
pub struct Entitlement {
    uuid: String,
    account_uuid: String,
    user_uuid: String,
    product_uuid: String,
    product_type: String,
    /// `active`, `pending`, or something else.
    #[schema(example = "active")]
    status: String,
    /// `sms_number` holds the number of an SMS license.
    #[schema(value_type = Object)]
    metadata: Value,
}

/// That a bulk request was taken; it says nothing of its items.
#[derive(Serialize, ToSchema)]
pub struct Acknowledgement {
    accepted: usize,
}

// The type is looked up for the rows of a page only: a join would look it up for all that are skipped.
const COLUMNS: &str = "e.uuid, e.account_uuid, e.user_uuid, e.product_uuid,
    (SELECT type FROM products WHERE uuid = e.product_uuid), e.status, e.metadata";
const FROM: &str = "entitlements e";
const FILTERS: &[(&str, &str)] = &[
    ("account_uuid", "e.account_uuid"),
    ("user_uuid", "e.user_uuid"),
    ("product_uuid", "e.product_uuid"),
    (
        "product_type",
        "(SELECT type FROM products WHERE uuid = e.product_uuid)",
    ),
    ("status", "e.status"),
];

fn entitlement_of(row: &Row<'_>) -> Result<Entitlement, rusqlite::Error> {
    let metadata: String = row.get(6)?;
    Ok(Entitlement {
        uuid: row.get(0)?,
        account_uuid: row.get(1)?,
        user_uuid: row.get(2)?,
        product_uuid: row.get(3)?,
        product_type: row.get(4)?,
        status: row.get(5)?,
        metadata: serde_json::from_str(&metadata).unwrap_or_default(),
    })
}

/// The licenses of the account.
#[utoipa::path(get, path = "/entitlements/accounts/{account}/entitlements", tag = "entitlements", security(("token" = [])),
    params(("account" = String, Path), PageParams, ("user_uuid" = Option<String>, Query), ("product_uuid" = Option<String>, Query),
        ("product_type" = Option<String>, Query), ("status" = Option<String>, Query)),
    responses((status = 200, body = Listing<Entitlement>), Refusals))]
pub async fn of_account(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    page: Page,
) -> Result<Json<Listing<Entitlement>>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let source = Source {
            columns: COLUMNS,
            from: FROM,
            always: "e.account_uuid = ?1",
            bound: vec![account],
            order: "e.id",
            filters: FILTERS,
            blocks: Some(Blocks::Entitlements),
        };
        let listing = page.read(connection, source, Match::All, entitlement_of)?;
        Ok(Json(listing))
    })
}

/// The licenses of a user.
#[utoipa::path(get, path = "/entitlements/users/{user}/entitlements", tag = "entitlements", security(("token" = [])),
    params(("user" = String, Path), PageParams, ("account_uuid" = Option<String>, Query), ("product_uuid" = Option<String>, Query),
        ("product_type" = Option<String>, Query), ("status" = Option<String>, Query), ("include" = Option<Vec<String>>, Query)),
    responses((status = 200, body = Listing<Entitlement>), Refusals))]
pub async fn of_user(
    State(db): State<Db>,
    admin: Admin,
    Path(user): Path<String>,
    page: Page,
) -> Result<Json<Listing<Entitlement>>, ApiError> {
    db.read(|connection| {
        admin.manages(connection, &user)?;
        let source = Source {
            columns: COLUMNS,
            from: FROM,
            always: "e.user_uuid = ?1",
            bound: vec![user],
            order: "e.id",
            filters: FILTERS,
            blocks: None,
        };
        let listing = page.read(connection, source, Match::All, entitlement_of)?;
        Ok(Json(listing))
    })
}

/// Assigns up to 100 licenses, all or none, and sends each user the welcome email.
#[utoipa::path(post, path = "/entitlements/users/entitlements/bulk", tag = "entitlements", security(("token" = [])),
    request_body = Vec<Assignment>,
    responses((status = 200, body = Acknowledgement), Refusals, WriteRefusals))]
pub async fn assign(
    State(db): State<Db>,
    State(policy): State<LicensePolicy>,
    State(mail_queue): State<MailQueue>,
    admin: Admin,
    JsonBody(assignments): JsonBody<Vec<Assignment>>,
) -> Result<Json<Acknowledgement>, ApiError> {
    let one_per_application = policy.refuses_second();
    db.write(|connection| {
        licensing::assign(connection, &admin, &assignments, one_per_application)
    })?;
    mail_queue.wake();
    Ok(Json(Acknowledgement {
        accepted: assignments.len(),
    }))
}

/// Removes up to 100 licenses, all or none.
#[utoipa::path(delete, path = "/entitlements/users/entitlements/bulk", tag = "entitlements", security(("token" = [])),
    request_body = Vec<String>,
    responses((status = 200, body = Acknowledgement), Refusals, WriteRefusals))]
pub async fn remove(
    State(db): State<Db>,
    admin: Admin,
    JsonBody(uuids): JsonBody<Vec<String>>,
) -> Result<Json<Acknowledgement>, ApiError> {
    db.write(|connection| licensing::remove(connection, &admin, &uuids))?;
    Ok(Json(Acknowledgement {
        accepted: uuids.len(),
    }))
}

/// Activates a pending license.
#[utoipa::path(post, path = "/entitlements/users/{user}/entitlements/{entitlement}/activate", tag = "entitlements", security(("token" = [])),
    params(("user" = String, Path), ("entitlement" = String, Path)),
    request_body(content = Object, description = "`{}`"),
    responses((status = 200, body = Entitlement), Refusals, WriteRefusals))]
pub async fn activate(
    State(db): State<Db>,
    admin: Admin,
    Path((user, entitlement)): Path<(String, String)>,
    JsonBody(_empty): JsonBody<Map<String, Value>>,
) -> Result<Json<Entitlement>, ApiError> {
    db.write(|connection| {
        admin.manages(connection, &user)?;
        let find = format!("SELECT {COLUMNS} FROM {FROM} WHERE e.uuid = ?1 AND e.user_uuid = ?2");
        let mut find = connection.prepare_cached(&find)?;
        let found = find
            .query_row([&entitlement, &user], entitlement_of)
            .optional()?
            .ok_or_else(|| ApiError::not_found("license of this user"))?;
        match found.status.as_str() {
            "active" => return Ok(Json(found)),
            "pending" => {}
            other => {
                return Err(ApiError::conflict(format!(
                    "A license in the state {other} cannot be activated"
                )));
            }
        }
        connection.execute(
            "UPDATE entitlements SET status = 'active' WHERE uuid = ?1",
            [&entitlement],
        )?;
        Ok(Json(find.query_row([&entitlement, &user], entitlement_of)?))
    })
}
