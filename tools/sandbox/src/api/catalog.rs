//! License types, and those that are switched off for an account.

use super::{
    auth::Admin,
    paging::{Listing, Match, Page, PageParams, Source},
};
use crate::{
    db::Db,
    http::error::{ApiError, Refusals},
};
use axum::{
    Json,
    extract::{Path, State},
};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use utoipa::ToSchema;

/// A license type of an application.
#[derive(Serialize, ToSchema)]
pub struct Product {
    uuid: String,
    active: bool,
    application_uuid: String,
    #[serde(rename = "type")]
    #[schema(example = "meet")]
    kind: String,
    name: String,
    description: String,
    /// The seats that the account bought; null is not limited.
    quantity: Option<i64>,
}

/// A license type that cannot be assigned in the account.
#[derive(Serialize, ToSchema)]
pub struct DisabledProduct {
    product_uuid: String,
    account_uuid: String,
}

/// A type of products that cannot be assigned in the account.
#[derive(Serialize, ToSchema)]
pub struct DisabledProductType {
    product_type: String,
    account_uuid: String,
}

const COLUMNS: &str =
    "p.uuid, p.active, p.application_uuid, p.type, p.name, p.description, s.quantity";
const FROM: &str = "products p JOIN seats s ON s.product_uuid = p.uuid";

fn product_of(row: &Row<'_>) -> Result<Product, rusqlite::Error> {
    Ok(Product {
        uuid: row.get(0)?,
        active: row.get(1)?,
        application_uuid: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        description: row.get(5)?,
        quantity: row.get(6)?,
    })
}

/// The license types, with the seats that the caller's account bought.
#[utoipa::path(get, path = "/entitlements/products", tag = "entitlements", security(("token" = [])),
    params(PageParams, ("application_uuid" = Option<String>, Query), ("type" = Option<String>, Query), ("uuid" = Option<String>, Query)),
    responses((status = 200, body = Listing<Product>), Refusals))]
pub async fn products(
    State(db): State<Db>,
    admin: Admin,
    page: Page,
) -> Result<Json<Listing<Product>>, ApiError> {
    let source = Source {
        columns: COLUMNS,
        from: FROM,
        always: "s.account_uuid = ?1",
        bound: vec![admin.account],
        order: "p.id",
        filters: &[
            ("application_uuid", "p.application_uuid"),
            ("type", "p.type"),
            ("uuid", "p.uuid"),
        ],
        blocks: None,
    };
    db.read(|connection| {
        let listing = page.read(connection, source, Match::All, product_of)?;
        Ok(Json(listing))
    })
}

/// One license type, with the seats that the caller's account bought.
#[utoipa::path(get, path = "/entitlements/products/{product}", tag = "entitlements", security(("token" = [])),
    params(("product" = String, Path)),
    responses((status = 200, body = Product), Refusals))]
pub async fn product(
    State(db): State<Db>,
    admin: Admin,
    Path(product): Path<String>,
) -> Result<Json<Product>, ApiError> {
    db.read(|connection| {
        let find =
            format!("SELECT {COLUMNS} FROM {FROM} WHERE s.account_uuid = ?1 AND p.uuid = ?2");
        let found = connection
            .prepare_cached(&find)?
            .query_row([&admin.account, &product], product_of)
            .optional()?;
        found
            .map(Json)
            .ok_or_else(|| ApiError::not_found("product"))
    })
}

/// The license types that are switched off for the account.
#[utoipa::path(get, path = "/entitlements/accounts/{account}/disable/products", tag = "entitlements", security(("token" = [])),
    params(("account" = String, Path), PageParams),
    responses((status = 200, body = Listing<DisabledProduct>), Refusals))]
pub async fn disabled_products(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    page: Page,
) -> Result<Json<Listing<DisabledProduct>>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let source = Source {
            columns: "product_uuid, account_uuid",
            from: "disabled_products",
            always: "account_uuid = ?1",
            bound: vec![account],
            order: "product_uuid",
            filters: &[("product_uuid", "product_uuid")],
            blocks: None,
        };
        let listing = page.read(connection, source, Match::All, |row| {
            Ok(DisabledProduct {
                product_uuid: row.get(0)?,
                account_uuid: row.get(1)?,
            })
        })?;
        Ok(Json(listing))
    })
}

/// The types of products that are switched off for the account.
#[utoipa::path(get, path = "/entitlements/accounts/{account}/disable/product_types", tag = "entitlements", security(("token" = [])),
    params(("account" = String, Path), PageParams),
    responses((status = 200, body = Listing<DisabledProductType>), Refusals))]
pub async fn disabled_product_types(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    page: Page,
) -> Result<Json<Listing<DisabledProductType>>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let source = Source {
            columns: "product_type, account_uuid",
            from: "disabled_product_types",
            always: "account_uuid = ?1",
            bound: vec![account],
            order: "product_type",
            filters: &[("product_type", "product_type")],
            blocks: None,
        };
        let listing = page.read(connection, source, Match::All, |row| {
            Ok(DisabledProductType {
                product_type: row.get(0)?,
                account_uuid: row.get(1)?,
            })
        })?;
        Ok(Json(listing))
    })
}
