//! Registers numbers to campaigns, and takes them out.

use super::{auth::Admin, provisioning::ten_digits, sms::of_account};
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
use rusqlite::{Connection, params};
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
    Path(place): Path<(String, String)>,
    JsonBody(wish): JsonBody<Telephones>,
) -> Result<Json<Telephones>, ApiError> {
    let tns = ten_digits(&wish.tns)?;
    db.write(|connection| {
        exists(connection, &admin, &place)?;
        for number in &tns {
            of_account(connection, &admin.account, number)?;
            connection
                .prepare_cached("UPDATE numbers SET campaign_id = ?1 WHERE number = ?2")?
                .execute([&place.1, number])?;
        }
        Ok(Json(Telephones { tns }))
    })
}

/// Takes numbers out of a campaign, all or none.
#[utoipa::path(post, path = "/sms/10dlc/customers/{account}/campaigns/{campaign}/numbers/unassign", tag = "sms", security(("token" = [])),
    params(("account" = String, Path), ("campaign" = String, Path)), request_body = Telephones,
    responses((status = 200, body = Telephones), Refusals, WriteRefusals))]
pub async fn unassign(
    State(db): State<Db>,
    admin: Admin,
    Path(place): Path<(String, String)>,
    JsonBody(wish): JsonBody<Telephones>,
) -> Result<Json<Telephones>, ApiError> {
    let tns = ten_digits(&wish.tns)?;
    db.write(|connection| {
        exists(connection, &admin, &place)?;
        for number in &tns {
            of_account(connection, &admin.account, number)?;
            let taken_out = connection
                .prepare_cached(
                    "UPDATE numbers SET campaign_id = NULL WHERE number = ?1 AND campaign_id = ?2",
                )?
                .execute([number, &place.1])?;
            if taken_out == 0 {
                return Err(ApiError::conflict(format!(
                    "{number} is not of this campaign"
                )));
            }
        }
        Ok(Json(Telephones { tns }))
    })
}

/// Refuses a campaign that is not of the administrator's account.
fn exists(
    connection: &Connection,
    admin: &Admin,
    (account, campaign): &(String, String),
) -> Result<(), ApiError> {
    admin.owns(connection, account)?;
    let found: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM campaigns WHERE account_uuid = ?1 AND campaign_id = ?2)",
        )?
        .query_row(params![account, campaign], |row| row.get(0))?;
    match found {
        true => Ok(()),
        false => Err(ApiError::not_found("campaign")),
    }
}
