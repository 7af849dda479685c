//! Whom writes have named so far: whose licenses another administrator changes.

use super::another_admin::Whose;
use crate::{db::Db, http::body::BufferedRequest, ids};
use rusqlite::OptionalExtension;
use serde_json::Value;

/// The users that writes named, in the order in which they did.
#[derive(Default)]
pub struct Touched(Vec<String>);

impl Touched {
    pub fn add(&mut self, named: &[String]) {
        for user in named {
            if !self.0.contains(user) {
                self.0.push(user.clone());
            }
        }
    }

    /// Among whom another administrator finds the users to change, when a request names these.
    pub fn among<'a>(&'a self, whose: Whose, named: &'a [String]) -> &'a [String] {
        match whose {
            Whose::Touched => &self.0,
            Whose::Named => named,
        }
    }
}

/// The users that a write names: in its path, as fields of its body, or by their licenses.
pub fn named_by(write: &BufferedRequest, db: &Db) -> Vec<String> {
    let body: Value = serde_json::from_slice(&write.body).unwrap_or_default();
    let items = body.as_array().into_iter().flatten();
    let path = write.parts.uri.path();
    let names = path
        .split('/')
        .chain(body["user_uuid"].as_str())
        .chain(items.filter_map(|item| item["user_uuid"].as_str().or_else(|| item.as_str())))
        .filter(|name| ids::is_uuid(name));
    let found = db.read(|connection| {
        let mut find = connection.prepare_cached(
            "SELECT uuid FROM users WHERE uuid = ?1
             UNION SELECT user_uuid FROM entitlements WHERE uuid = ?1",
        )?;
        let mut users = Vec::new();
        for name in names {
            users.extend(find.query_row([name], |row| row.get(0)).optional()?);
        }
        Ok::<_, rusqlite::Error>(users)
    });
    found.unwrap_or_else(|error| {
        eprintln!("The database failed: {error}");
        Vec::new()
    })
}
