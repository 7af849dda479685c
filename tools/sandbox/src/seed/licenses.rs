//! Who has which license.

use super::{
    numbers::Numbers,
    plan::{Plan, is_known},
    products,
    users::User,
};
use crate::random::Random;
use rusqlite::{Connection, params};
use serde_json::json;

/// Writes the licenses.
pub fn insert(
    connection: &Connection,
    account: &str,
    plan: &Plan,
    users: &[User],
    numbers: &Numbers,
    without: &[String],
    random: &mut Random,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(
        "INSERT INTO entitlements (uuid, account_uuid, user_uuid, product_uuid, status, metadata)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (product, holders) in &plan.holders {
        if products::belongs_to(product, without) {
            continue;
        }
        let needs_number =
            [products::STAR_MESSENGER, products::STAR_MESSENGER_ULTIMATE].contains(product);
        for user in holders {
            let known = is_known(*user);
            let status = if known { "active" } else { status(random) };
            let metadata = match numbers.get(user) {
                Some(number) if needs_number => json!({ "sms_number": number }).to_string(),
                _ => "{}".to_owned(),
            };
            statement.execute(params![
                random.uuid(),
                account,
                users[*user].uuid,
                product,
                status,
                metadata
            ])?;
        }
    }
    Ok(())
}

fn status(random: &mut Random) -> &'static str {
    match random.below(1000) {
        0..35 => "pending",
        35..40 => "suspended",
        40..44 => "expired",
        44..46 => "awaiting_provider",
        _ => "active",
    }
}
