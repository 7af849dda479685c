//! The account's numbers, its brand and its campaigns.

use super::{
    auth::Admin,
    numbers::ten_digits,
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
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use utoipa::ToSchema;

/// A number that the account has bought.
#[derive(Serialize, ToSchema)]
pub struct Number {
    /// Ten digits.
    #[schema(example = "9415550142")]
    number: String,
    account_uuid: String,
    /// Who holds it; null when it is available.
    user_uuid: Option<String>,
    provider: String,
    /// Whether it belongs to a campaign.
    is_campaign: bool,
    campaign_id: Option<String>,
    help_text: Option<String>,
    reference_id: Option<String>,
}

/// The company as the campaign registry knows it.
#[derive(Serialize, ToSchema)]
pub struct Brand {
    brand_id: String,
    account_uuid: String,
    display_name: String,
    status: String,
}

/// A purpose for which numbers are registered.
#[derive(Serialize, ToSchema)]
pub struct Campaign {
    campaign_id: String,
    display_name: String,
    description: String,
    /// `ACTIVE`, `PENDING`, `REJECTED`, `SUSPENDED` or `EXPIRED`.
    #[schema(example = "ACTIVE")]
    status: String,
    numbers: Vec<String>,
}

const COLUMNS: &str =
    "number, account_uuid, user_uuid, provider, campaign_id, help_text, reference_id";
const CAMPAIGN: &str = "campaign_id, display_name, description, status,
    (SELECT group_concat(number) FROM numbers WHERE numbers.campaign_id = campaigns.campaign_id)";

fn number_of(row: &Row<'_>) -> Result<Number, rusqlite::Error> {
    let campaign_id: Option<String> = row.get(4)?;
    Ok(Number {
        number: row.get(0)?,
        account_uuid: row.get(1)?,
        user_uuid: row.get(2)?,
        provider: row.get(3)?,
        is_campaign: campaign_id.is_some(),
        campaign_id,
        help_text: row.get(5)?,
        reference_id: row.get(6)?,
    })
}

fn campaign_of(row: &Row<'_>) -> Result<Campaign, rusqlite::Error> {
    let numbers: Option<String> = row.get(4)?;
    Ok(Campaign {
        campaign_id: row.get(0)?,
        display_name: row.get(1)?,
        description: row.get(2)?,
        status: row.get(3)?,
        numbers: numbers
            .iter()
            .flat_map(|numbers| numbers.split(',').map(str::to_owned))
            .collect(),
    })
}

/// The account's numbers.
#[utoipa::path(get, path = "/sms/provision/numbers/account/{account}", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), PageParams),
    responses((status = 200, body = Listing<Number>), Refusals))]
pub async fn numbers_of_account(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    page: Page,
) -> Result<Json<Listing<Number>>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        numbers(connection, &page, "account_uuid = ?1", account)
    })
}

/// The numbers of a user.
#[utoipa::path(get, path = "/sms/provision/numbers/user/{user}", tag = "sms", security(("token" = [])),
    params(("user" = String, Path), PageParams),
    responses((status = 200, body = Listing<Number>), Refusals))]
pub async fn numbers_of_user(
    State(db): State<Db>,
    admin: Admin,
    Path(user): Path<String>,
    page: Page,
) -> Result<Json<Listing<Number>>, ApiError> {
    db.read(|connection| {
        admin.manages(connection, &user)?;
        numbers(connection, &page, "user_uuid = ?1", user)
    })
}

fn numbers(
    connection: &Connection,
    page: &Page,
    always: &'static str,
    bound: String,
) -> Result<Json<Listing<Number>>, ApiError> {
    let source = Source {
        columns: COLUMNS,
        from: "numbers",
        always,
        bound: vec![bound],
        order: "id",
        filters: &[
            ("number", "number"),
            ("user_uuid", "user_uuid"),
            ("campaign_id", "campaign_id"),
            ("provider", "provider"),
        ],
        blocks: None,
    };
    Ok(Json(page.read(
        connection,
        source,
        Match::All,
        number_of,
    )?))
}

/// One number.
#[utoipa::path(get, path = "/sms/provision/numbers/number/{number}", tag = "sms", security(("token" = [])),
    params(("number" = String, Path, description = "Ten digits or E.164")),
    responses((status = 200, body = Number), Refusals))]
pub async fn number(
    State(db): State<Db>,
    admin: Admin,
    Path(number): Path<String>,
) -> Result<Json<Number>, ApiError> {
    let number = ten_digits(&number)?;
    db.read(|connection| {
        let found = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM numbers WHERE number = ?1"))?
            .query_row([&number], number_of)
            .optional()?
            .ok_or_else(|| ApiError::not_found("number"))?;
        admin.owns(connection, &found.account_uuid)?;
        Ok(Json(found))
    })
}

/// The account's brand.
#[utoipa::path(get, path = "/sms/10dlc/customers/{account}", tag = "sms", security(("token" = [])),
    params(("account" = String, Path)),
    responses((status = 200, body = Brand), Refusals))]
pub async fn brand(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
) -> Result<Json<Brand>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let found = connection
            .prepare_cached("SELECT brand_id, account_uuid, display_name, status FROM brands WHERE account_uuid = ?1")?
            .query_row([&account], |row| {
                Ok(Brand {
                    brand_id: row.get(0)?,
                    account_uuid: row.get(1)?,
                    display_name: row.get(2)?,
                    status: row.get(3)?,
                })
            })
            .optional()?
            .ok_or_else(|| ApiError::not_found("brand"))?;
        Ok(Json(found))
    })
}

/// The account's campaigns.
#[utoipa::path(get, path = "/sms/10dlc/customers/{account}/campaigns", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), PageParams, ("status" = Option<String>, Query)),
    responses((status = 200, body = Listing<Campaign>), Refusals))]
pub async fn campaigns(
    State(db): State<Db>,
    admin: Admin,
    Path(account): Path<String>,
    page: Page,
) -> Result<Json<Listing<Campaign>>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let source = Source {
            columns: CAMPAIGN,
            from: "campaigns",
            always: "account_uuid = ?1",
            bound: vec![account],
            order: "id",
            filters: &[("status", "status"), ("campaign_id", "campaign_id")],
            blocks: None,
        };
        let listing = page.read(connection, source, Match::All, campaign_of)?;
        Ok(Json(listing))
    })
}

/// One campaign.
#[utoipa::path(get, path = "/sms/10dlc/customers/{account}/campaigns/{campaign}", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), ("campaign" = String, Path)),
    responses((status = 200, body = Campaign), Refusals))]
pub async fn campaign(
    State(db): State<Db>,
    admin: Admin,
    Path((account, campaign)): Path<(String, String)>,
) -> Result<Json<Campaign>, ApiError> {
    db.read(|connection| {
        admin.owns(connection, &account)?;
        let found = connection
            .prepare_cached(&format!(
                "SELECT {CAMPAIGN} FROM campaigns WHERE account_uuid = ?1 AND campaign_id = ?2"
            ))?
            .query_row([&account, &campaign], campaign_of)
            .optional()?
            .ok_or_else(|| ApiError::not_found("campaign"))?;
        Ok(Json(found))
    })
}
