//! A second administrator, who changes licenses while the first is at work.

use super::{fields, shift};
use crate::{
    ids,
    mail::{self, Welcome},
};
use rusqlite::{Connection, params};
use serde::Deserialize;

/// Whose licenses somebody else changes, and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherAdmin {
    /// The first so many users.
    #[serde(default = "one")]
    pub users: usize,
    /// Among which users the first are taken.
    #[serde(default)]
    pub whose: Whose,
    /// What is done to them.
    pub change: Change,
}

fn one() -> usize {
    1
}

/// Among which users the first are taken. As long as there is none, nothing is changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Those that were named by writes, and by the request itself.
    #[default]
    Touched,
    /// Those that the request itself names.
    Named,
}

/// What somebody else does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Assigns the license type with this name besides those that there are.
    #[serde(deserialize_with = "fields::license_type")]
    Add(String),
    /// Removes the license of the type with this name, where there is one.
    #[serde(deserialize_with = "fields::license_type")]
    Take(String),
    /// Deletes the user.
    Delete,
}

impl Change {
    /// Changes the licenses of these users.
    pub fn carry_out(
        &self,
        connection: &Connection,
        users: impl IntoIterator<Item = String>,
    ) -> Result<(), rusqlite::Error> {
        for user in users {
            match self {
                Self::Add(name) => add(connection, &user, name)?,
                Self::Take(name) => {
                    connection.execute(
                        "DELETE FROM entitlements WHERE user_uuid = ?1
                             AND product_uuid IN (SELECT uuid FROM products WHERE name = ?2)",
                        [&user, name],
                    )?;
                }
                Self::Delete => shift::delete(connection, &user)?,
            }
        }
        Ok(())
    }
}

/// Assigns a license; as for every assignment, the server sends the welcome email.
fn add(connection: &Connection, user: &str, name: &str) -> Result<(), rusqlite::Error> {
    let added = connection.execute(
        "INSERT OR IGNORE INTO entitlements (uuid, account_uuid, user_uuid, product_uuid, status, metadata)
         SELECT ?1, u.account_uuid, u.uuid, p.uuid, 'active', '{}' FROM users u, products p
         WHERE u.uuid = ?2 AND p.name = ?3",
        params![ids::uuid(), user, name],
    )?;
    if added == 0 {
        return Ok(());
    }
    connection.query_row(
        "SELECT u.account_uuid, c.name, u.email, trim(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')),
             a.name, a.guide_url
         FROM users u JOIN accounts c ON c.uuid = u.account_uuid, products p
             JOIN applications a ON a.uuid = p.application_uuid WHERE u.uuid = ?1 AND p.name = ?2",
        [user, name],
        |row| {
            let text = |at| row.get::<_, String>(at);
            let welcome = Welcome {
                account: &text(0)?,
                account_name: &text(1)?,
                email: &text(2)?,
                name: &text(3)?,
                application: &text(4)?,
                license: name,
                guide_url: &text(5)?,
            };
            mail::enqueue(connection, &welcome)
        },
    )
}
