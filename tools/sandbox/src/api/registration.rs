//! Registers numbers to campaigns, and takes them out.

use super::{
    auth::Admin,
    numbers::{change_each, of_account},
};
use crate::{
    db::Db,
    http::{
        body::JsonBody,
        error::{ApiError, Refusals, WriteRefusals},
    },
};
use axum::{
    Json,
    extract::{Path, State},
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Numbers of a campaign.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct Telephones {
    /// Ten digits or E.164.
    tns: Vec<String>,
}

/// Registers numbers of the account to a campaign, all or none.
#[utoipa::path(post, path = "/sms/10dlc/customers/{account}/campaigns/{campaign}/numbers/assign", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), ("campaign" = String, Path)), request_body = Telephones,
    responses((status = 200, body = Telephones), Refusals, WriteRefusals))]
pub async fn assign(
    State(db): State<Db>,
    admin: Admin,
    Path(campaign): Path<(String, String)>,
    JsonBody(request): JsonBody<Telephones>,
) -> Result<Json<Telephones>, ApiError> {
    change(&db, &admin, &campaign, &request, |connection, number| {
        connection
            .prepare_cached("UPDATE numbers SET campaign_id = ?1 WHERE number = ?2")?
            .execute([&campaign.1, number])?;
        Ok(())
    })
}

/// Takes numbers out of a campaign, all or none.
#[utoipa::path(post, path = "/sms/10dlc/customers/{account}/campaigns/{campaign}/numbers/unassign", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), ("campaign" = String, Path)), request_body = Telephones,
    responses((status = 200, body = Telephones), Refusals, WriteRefusals))]
pub async fn unassign(
    State(db): State<Db>,
    admin: Admin,
    Path(campaign): Path<(String, String)>,
    JsonBody(request): JsonBody<Telephones>,
) -> Result<Json<Telephones>, ApiError> {
    change(&db, &admin, &campaign, &request, |connection, number| {
        let taken_out = connection
            .prepare_cached(
                "UPDATE numbers SET campaign_id = NULL WHERE number = ?1 AND campaign_id = ?2",
            )?
            .execute([number, &campaign.1])?;
        match taken_out {
            0 => Err(ApiError::conflict(format!(
                "{number} is not of this campaign"
            ))),
            _ => Ok(()),
        }
    })
}

/// Changes the registration of each number to one of the account's campaigns.
fn change(
    db: &Db,
    admin: &Admin,
    (account, campaign): &(String, String),
    request: &Telephones,
    change: impl Fn(&Connection, &str) -> Result<(), ApiError>,
) -> Result<Json<Telephones>, ApiError> {
    let tns = change_each(
        db,
        admin,
        Some(account),
        &request.tns,
        |connection, number| {
            exists(connection, account, campaign)?;
            of_account(connection, account, number)?;
            change(connection, number)
        },
    )?;
    Ok(Json(Telephones { tns }))
}

/// Refuses a campaign that is not of the account.
fn exists(connection: &Connection, account: &str, campaign: &str) -> Result<(), ApiError> {
    let found: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM campaigns WHERE account_uuid = ?1 AND campaign_id = ?2)",
        )?
        .query_row([account, campaign], |row| row.get(0))?;
    match found {
        true => Ok(()),
        false => Err(ApiError::not_found("campaign")),
    }
}
