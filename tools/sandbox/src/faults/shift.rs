//! Users who come, go and change places while somebody reads the list of them.

use crate::{ids, seed::accounts::ACCOUNT};
use rusqlite::{Connection, params};
use serde::Deserialize;

/// What happens to the list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// So many come, and are the first of the list.
    AddFirst(usize),
    /// So many come, and are the last of the list.
    AddLast(usize),
    /// The first so many are deleted.
    RemoveFirst(usize),
    /// The last are the first.
    Reverse,
}

impl Shift {
    /// Carries it out.
    pub(super) fn carry_out(self, connection: &Connection) -> Result<(), rusqlite::Error> {
        match self {
            Self::AddFirst(count) => add(connection, count, "min(id) - 1"),
            Self::AddLast(count) => add(connection, count, "max(id) + 1"),
            Self::RemoveFirst(count) => remove_first(connection, count),
            Self::Reverse => connection
                .execute(
                    "UPDATE users SET id = -id WHERE account_uuid = ?1",
                    [ACCOUNT],
                )
                .map(drop),
        }
    }
}

fn add(connection: &Connection, count: usize, id: &str) -> Result<(), rusqlite::Error> {
    let mut add = connection.prepare_cached(&format!(
        "INSERT INTO users (id, uuid, account_uuid, type, first_name, last_name, username, email, status)
         SELECT {id}, ?1, ?2, 'user', 'New', 'User', ?3, ?3, 'Active' FROM users"
    ))?;
    for _ in 0..count {
        let uuid = ids::uuid();
        let email = format!("new.{}@lakeside.example", &uuid[..8]);
        add.execute(params![uuid, ACCOUNT, email])?;
    }
    Ok(())
}

fn remove_first(connection: &Connection, count: usize) -> Result<(), rusqlite::Error> {
    let mut find = connection
        .prepare_cached("SELECT uuid FROM users WHERE account_uuid = ?1 ORDER BY id LIMIT ?2")?;
    let users = find
        .query_map(params![ACCOUNT, count as i64], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    users.iter().try_for_each(|user| delete(connection, user))
}

/// Deletes a user, with all licenses; numbers stay with the account.
pub fn delete(connection: &Connection, user: &str) -> Result<(), rusqlite::Error> {
    for statement in [
        "DELETE FROM entitlements WHERE user_uuid = ?1",
        "UPDATE numbers SET user_uuid = NULL WHERE user_uuid = ?1",
        "DELETE FROM users WHERE uuid = ?1",
    ] {
        connection.execute(statement, [user])?;
    }
    Ok(())
}
