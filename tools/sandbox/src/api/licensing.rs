//! The rules of assigning and removing licenses in bulk: all or none, with a reason for each item.

use super::{auth::Admin, numbers::usable_by};
use crate::{http::error::ApiError, ids, mail};
use axum::http::StatusCode;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use utoipa::ToSchema;

/// The most items of one bulk request.
const MAX_ITEMS: usize = 100;
/// What a server says that allows one license of an application only.
const ONE_PER_APPLICATION: &str = "The user already has a license of this application.";

/// A license to assign.
#[derive(Deserialize, ToSchema)]
pub struct Assignment {
    account_uuid: String,
    user_uuid: String,
    product_uuid: String,
    /// An SMS license needs `sms_number`.
    #[serde(default)]
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
}

/// How many licenses of an application a user may have; it may change while the sandbox runs.
#[derive(Clone, Default)]
pub struct LicensePolicy(Arc<AtomicBool>);

impl LicensePolicy {
    /// Refuses a second license of an application from now on, or no longer.
    pub fn refuse_second(&self, refused: bool) {
        self.0.store(refused, Ordering::Relaxed);
    }

    /// Whether a second license of an application is refused.
    pub fn refuses_second(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Assigns all, or says of each item that is wrong what is. With `one_per_application`, users have one license of
/// an application at most.
pub fn assign(
    connection: &Connection,
    admin: &Admin,
    assignments: &[Assignment],
    one_per_application: bool,
) -> Result<(), ApiError> {
    sized(assignments.len())?;
    let mut refused = Vec::new();
    for (index, assignment) in assignments.iter().enumerate() {
        if let Err(error) = assign_one(connection, admin, assignment, one_per_application) {
            let detail = json!({
                "index": index,
                "user_uuid": assignment.user_uuid,
                "product_uuid": assignment.product_uuid,
                "code": error.status().as_u16(),
                "message": error.message(),
            });
            refused.push((error, detail));
        }
    }
    settled(refused, assignments.len())
}

/// Removes all, or says of each item that is wrong what is.
pub fn remove(connection: &Connection, admin: &Admin, uuids: &[String]) -> Result<(), ApiError> {
    sized(uuids.len())?;
    let mut refused = Vec::new();
    let mut seen = HashSet::new();
    for (index, uuid) in uuids.iter().enumerate() {
        let outcome = if seen.insert(uuid) {
            remove_one(connection, admin, uuid)
        } else {
            Err(ApiError::unprocessable("This license is named twice"))
        };
        if let Err(error) = outcome {
            let detail = json!({
                "index": index,
                "entitlement_uuid": uuid,
                "code": error.status().as_u16(),
                "message": error.message(),
            });
            refused.push((error, detail));
        }
    }
    settled(refused, uuids.len())
}

fn sized(count: usize) -> Result<(), ApiError> {
    match count {
        0 => Err(ApiError::unprocessable("The list is empty")),
        1..=MAX_ITEMS => Ok(()),
        _ => Err(ApiError::unprocessable(format!(
            "At most {MAX_ITEMS} items at once; there are {count}"
        ))),
    }
}

fn settled(refused: Vec<(ApiError, Value)>, count: usize) -> Result<(), ApiError> {
    // What the caller must mend first decides the status of the whole.
    const GRAVITY: [StatusCode; 5] = [
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::FORBIDDEN,
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT,
    ];
    let gravity = |status| GRAVITY.iter().position(|grave| *grave == status);
    let Some(status) = refused
        .iter()
        .map(|(error, _)| error.status())
        .min_by_key(|status| gravity(*status))
    else {
        return Ok(());
    };
    let message = match refused.as_slice() {
        [(error, _)] if count == 1 => error.message().to_owned(),
        _ if refused
            .iter()
            .any(|(error, _)| error.message() == ONE_PER_APPLICATION) =>
        {
            ONE_PER_APPLICATION.to_owned()
        }
        _ => format!("{} of {count} items are refused", refused.len()),
    };
    let details = refused.into_iter().map(|(_, detail)| detail).collect();
    Err(ApiError::new(status, message).with_details(details))
}

struct Product {
    name: String,
    active: bool,
    disabled: bool,
    application: String,
    guide_url: String,
    needs_number: bool,
}

struct User {
    account: String,
    email: String,
    name: String,
    active: bool,
}

fn assign_one(
    connection: &Connection,
    admin: &Admin,
    assignment: &Assignment,
    one_per_application: bool,
) -> Result<(), ApiError> {
    admin.owns(connection, &assignment.account_uuid)?;
    for (field, value) in [
        ("user_uuid", &assignment.user_uuid),
        ("product_uuid", &assignment.product_uuid),
    ] {
        if !ids::is_uuid(value) {
            return Err(ApiError::unprocessable(format!("{field} must be a UUID")));
        }
    }
    let user = user(connection, &assignment.user_uuid)?;
    if user.account != admin.account {
        return Err(ApiError::forbidden());
    }
    let product = product(connection, &admin.account, &assignment.product_uuid)?;
    if !user.active {
        return Err(ApiError::conflict("The user is not active"));
    }
    if !product.active || product.disabled {
        return Err(ApiError::conflict(format!(
            "{} is switched off for this account",
            product.name
        )));
    }
    let number = match assignment.metadata.get("sms_number") {
        None if product.needs_number => {
            return Err(ApiError::unprocessable(format!(
                "{} needs metadata.sms_number",
                product.name
            )));
        }
        None => None,
        Some(given) => Some(given.as_str().and_then(ids::ten_digits).ok_or_else(|| {
            ApiError::unprocessable("metadata.sms_number must be ten digits or E.164")
        })?),
    };
    if let Some(number) = &number {
        usable_by(connection, &admin.account, number, &assignment.user_uuid)?;
    }
    if one_per_application && has_one(connection, assignment)? {
        return Err(ApiError::conflict(ONE_PER_APPLICATION));
    }
    let already: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entitlements WHERE user_uuid = ?1 AND product_uuid = ?2)",
        )?
        .query_row([&assignment.user_uuid, &assignment.product_uuid], |row| {
            row.get(0)
        })?;
    if already {
        return Err(ApiError::conflict(format!(
            "The user already has {}",
            product.name
        )));
    }
    if !seat_left(connection, &admin.account, &assignment.product_uuid)? {
        return Err(ApiError::conflict(format!(
            "No seat left for {}",
            product.name
        )));
    }
    let mut metadata = assignment.metadata.clone();
    if let Some(number) = number {
        // Usually the user holds it already; an available one is taken by the license.
        connection
            .prepare_cached("UPDATE numbers SET user_uuid = ?1 WHERE number = ?2")?
            .execute([&assignment.user_uuid, &number])?;
        metadata.insert("sms_number".into(), number.into());
    }
    connection
        .prepare_cached(
            "INSERT INTO entitlements (uuid, account_uuid, user_uuid, product_uuid, status, metadata)
             VALUES (?1, ?2, ?3, ?4, 'active', ?5)",
        )?
        .execute(params![
            ids::uuid(),
            admin.account,
            assignment.user_uuid,
            assignment.product_uuid,
            Value::Object(metadata).to_string()
        ])?;
    let welcome = mail::Welcome {
        account: &admin.account,
        account_name: &admin.account_name,
        email: &user.email,
        name: &user.name,
        application: &product.application,
        license: &product.name,
        guide_url: &product.guide_url,
    };
    mail::enqueue(connection, &welcome)?;
    Ok(())
}

fn remove_one(connection: &Connection, admin: &Admin, uuid: &str) -> Result<(), ApiError> {
    let account: Option<String> = connection
        .prepare_cached("SELECT account_uuid FROM entitlements WHERE uuid = ?1")?
        .query_row([uuid], |row| row.get(0))
        .optional()?;
    match account {
        None => Err(ApiError::not_found("license")),
        Some(account) if account != admin.account => Err(ApiError::forbidden()),
        Some(_) => {
            connection
                .prepare_cached("DELETE FROM entitlements WHERE uuid = ?1")?
                .execute([uuid])?;
            Ok(())
        }
    }
}

fn user(connection: &Connection, uuid: &str) -> Result<User, ApiError> {
    connection
        .prepare_cached(
            "SELECT account_uuid, email, coalesce(first_name, ''), coalesce(last_name, ''), status = 'Active'
             FROM users WHERE uuid = ?1",
        )?
        .query_row([uuid], |row| {
            let (first, last): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(User {
                account: row.get(0)?,
                email: row.get(1)?,
                name: format!("{first} {last}").trim().to_owned(),
                active: row.get(4)?,
            })
        })
        .optional()?
        .ok_or_else(|| ApiError::not_found("user"))
}

fn product(connection: &Connection, account: &str, uuid: &str) -> Result<Product, ApiError> {
    connection
        .prepare_cached(
            "SELECT p.name, p.active, a.name, a.guide_url, a.needs_number,
                 EXISTS (SELECT 1 FROM disabled_products d WHERE d.account_uuid = ?1 AND d.product_uuid = p.uuid)
                 OR EXISTS (SELECT 1 FROM disabled_product_types t WHERE t.account_uuid = ?1 AND t.product_type = p.type)
             FROM products p JOIN applications a ON a.uuid = p.application_uuid
             JOIN seats s ON s.product_uuid = p.uuid AND s.account_uuid = ?1
             WHERE p.uuid = ?2",
        )?
        .query_row([account, uuid], |row| {
            Ok(Product {
                name: row.get(0)?,
                active: row.get(1)?,
                application: row.get(2)?,
                guide_url: row.get(3)?,
                needs_number: row.get(4)?,
                disabled: row.get(5)?,
            })
        })
        .optional()?
        .ok_or_else(|| ApiError::not_found("product"))
}

/// Whether the user has any license of the product's application.
fn has_one(connection: &Connection, assignment: &Assignment) -> Result<bool, ApiError> {
    let found = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entitlements e JOIN products h ON h.uuid = e.product_uuid
                 JOIN products p ON p.application_uuid = h.application_uuid
                 WHERE e.user_uuid = ?1 AND p.uuid = ?2)",
        )?
        .query_row([&assignment.user_uuid, &assignment.product_uuid], |row| {
            row.get(0)
        })?;
    Ok(found)
}

fn seat_left(connection: &Connection, account: &str, product: &str) -> Result<bool, ApiError> {
    let left = connection
        .prepare_cached(
            "SELECT quantity IS NULL OR quantity > used FROM seats
             WHERE account_uuid = ?1 AND product_uuid = ?2",
        )?
        .query_row([account, product], |row| row.get(0))?;
    Ok(left)
}
