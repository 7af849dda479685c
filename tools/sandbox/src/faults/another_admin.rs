//! A second administrator, who changes licenses while the first is at work.

use super::{effect::Effect, read, shift};
use crate::{
    db::Db,
    ids,
    mail::{self, Welcome},
};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;
use serde_json::Value;

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
    #[serde(deserialize_with = "read::license_type")]
    Add(String),
    /// Removes the license of the type with this name, where there is one.
    #[serde(deserialize_with = "read::license_type")]
    Take(String),
    /// Deletes the user.
    Delete,
}

/// The users that were seen, in the order in which they were.
#[derive(Default)]
pub struct Known {
    touched: Vec<String>,
    /// Those of the request that is being decided on.
    named: Vec<String>,
}

impl Known {
    pub fn touch(&mut self, users: Vec<String>) {
        self.named.clone_from(&users);
        for user in users {
            if !self.touched.contains(&user) {
                self.touched.push(user);
            }
        }
    }

    pub fn of(&self, whose: Whose) -> &[String] {
        match whose {
            Whose::Touched => &self.touched,
            Whose::Named => &self.named,
        }
    }

    /// Whether an effect has anybody to work on.
    pub fn allows(&self, effect: &Effect) -> bool {
        match effect {
            Effect::OtherAdmin(admin) => !self.of(admin.whose).is_empty(),
            _ => true,
        }
    }
}

/// The users that a write names: in its path, as fields of its body, or by their licenses.
pub fn touched_by(db: &Db, path: &str, body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let named: Vec<&str> = path
        .split('/')
        .chain(body["user_uuid"].as_str())
        .chain(
            body.as_array()
                .into_iter()
                .flatten()
                .filter_map(|item| item["user_uuid"].as_str().or_else(|| item.as_str())),
        )
        .filter(|name| ids::is_uuid(name))
        .collect();
    let found = db.read(|connection| {
        let mut find = connection.prepare_cached(
            "SELECT uuid FROM users WHERE uuid = ?1
             UNION SELECT user_uuid FROM entitlements WHERE uuid = ?1",
        )?;
        let mut users = Vec::new();
        for name in named {
            users.extend(find.query_row([name], |row| row.get(0)).optional()?);
        }
        Ok::<_, rusqlite::Error>(users)
    });
    found.unwrap_or_else(|error| {
        eprintln!("The database failed: {error}");
        Vec::new()
    })
}

impl Change {
    /// Changes the licenses of these users.
    pub fn carry_out(
        &self,
        connection: &Connection,
        users: &[String],
    ) -> Result<(), rusqlite::Error> {
        for user in users {
            match self {
                Self::Add(name) => add(connection, user, name)?,
                Self::Take(name) => {
                    connection.execute(
                        "DELETE FROM entitlements WHERE user_uuid = ?1
                             AND product_uuid IN (SELECT uuid FROM products WHERE name = ?2)",
                        [user, name],
                    )?;
                }
                Self::Delete => shift::delete(connection, user)?,
            }
        }
        Ok(())
    }
}

/// Assigns a license; as for every assignment, the server sends the welcome e-mail.
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
