//! Numbers that requests name: how they are written, whose they are, and who may use them.

use super::auth::Admin;
use crate::{db::Db, http::error::ApiError, ids};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

/// The most numbers of one request.
const MAX_NUMBERS: usize = 100;

/// Does something with each number of a request: with all, or with none. Answers their ten digits.
/// A request that names an account is refused unless it is the administrator's.
pub fn change_each(
    db: &Db,
    admin: &Admin,
    account: Option<&str>,
    given: &[String],
    change: impl Fn(&Connection, &str) -> Result<(), ApiError>,
) -> Result<Vec<String>, ApiError> {
    let numbers = all_ten_digits(given)?;
    db.write(|connection| {
        if let Some(account) = account {
            admin.owns(connection, account)?;
        }
        for number in &numbers {
            change(connection, number)?;
        }
        Ok(numbers)
    })
}

fn all_ten_digits(given: &[String]) -> Result<Vec<String>, ApiError> {
    if given.is_empty() || given.len() > MAX_NUMBERS {
        return Err(ApiError::unprocessable(format!(
            "1 to {MAX_NUMBERS} numbers must be named"
        )));
    }
    let mut numbers = Vec::new();
    let mut wrong: Vec<Value> = Vec::new();
    for number in given {
        match ten_digits(number) {
            Ok(number) => numbers.push(number),
            Err(error) => wrong.push(json!({ "number": number, "message": error.message() })),
        }
    }
    match wrong.as_slice() {
        [] => Ok(numbers),
        _ => Err(ApiError::unprocessable("Some numbers cannot be read").with_details(wrong)),
    }
}

/// The ten digits of a number.
pub fn ten_digits(given: &str) -> Result<String, ApiError> {
    ids::ten_digits(given)
        .ok_or_else(|| ApiError::unprocessable("A number has ten digits or is E.164"))
}

/// Refuses a number that is not of the account.
pub fn of_account(connection: &Connection, account: &str, number: &str) -> Result<(), ApiError> {
    let found: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM numbers WHERE number = ?1 AND account_uuid = ?2)",
        )?
        .query_row([number, account], |row| row.get(0))?;
    match found {
        true => Ok(()),
        false => Err(ApiError::not_found("number of this account")),
    }
}

/// Refuses a number that is not of the account, or that another user holds.
pub fn usable_by(
    connection: &Connection,
    account: &str,
    number: &str,
    user: &str,
) -> Result<(), ApiError> {
    of_account(connection, account, number)?;
    let holder: Option<String> = connection
        .prepare_cached("SELECT user_uuid FROM numbers WHERE number = ?1")?
        .query_row([number], |row| row.get(0))?;
    let bound: Option<String> = connection
        .prepare_cached("SELECT uuid FROM users WHERE sms = ?1 AND uuid <> ?2")?
        .query_row([number, user], |row| row.get(0))
        .optional()?;
    if bound.is_some() || holder.is_some_and(|holder| holder != user) {
        return Err(ApiError::conflict(format!(
            "{number} is taken by another user"
        )));
    }
    Ok(())
}
