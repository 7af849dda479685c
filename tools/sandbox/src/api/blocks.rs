//! Where a page of a long list begins, without a look at all that comes before it.

use rusqlite::{Connection, params};

/// A long list, whose rows are counted by blocks of ids (see `db/indexes.sql`).
#[derive(Clone, Copy)]
pub enum Blocks {
    Users,
    Entitlements,
}

/// Where to begin.
pub struct Start {
    /// How many rows the whole list has.
    pub total: usize,
    /// The first id of the block in which the page begins.
    pub id: i64,
    /// How many rows of that block come before the page.
    pub skipped: usize,
}

impl Blocks {
    /// The size of a block, as a power of two.
    const BITS: u32 = 10;

    /// Finds where a page of an account's list begins.
    pub fn find(
        self,
        connection: &Connection,
        account: &str,
        offset: usize,
    ) -> Result<Start, rusqlite::Error> {
        let list = match self {
            Self::Users => "users",
            Self::Entitlements => "entitlements",
        };
        let mut blocks = connection.prepare_cached(
            "SELECT block, rows FROM blocks WHERE list = ?1 AND account_uuid = ?2 ORDER BY block",
        )?;
        let mut rows = blocks.query(params![list, account])?;
        let (mut total, mut start) = (0, None);
        while let Some(row) = rows.next()? {
            let (block, count): (i64, i64) = (row.get(0)?, row.get(1)?);
            let before = total;
            total += count as usize;
            if start.is_none() && offset < total {
                start = Some((block << Self::BITS, offset - before));
            }
        }
        // A page behind the end of the list is empty.
        let (id, skipped) = start.unwrap_or((i64::MAX, 0));
        Ok(Start { total, id, skipped })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Db, options::Options, seed, seed::accounts::ACCOUNT};

    /// The pages of users that begin at these offsets, found by blocks, are those that counting finds.
    fn are_right(db: &Db) {
        db.read(|connection| {
            let mut all = connection
                .prepare("SELECT id FROM users WHERE account_uuid = ?1 ORDER BY id")?;
            let all = all
                .query_map([ACCOUNT], |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()?;
            let mut from = connection.prepare(
                "SELECT id FROM users WHERE account_uuid = ?1 AND id >= ?2 ORDER BY id LIMIT 1 OFFSET ?3",
            )?;
            for offset in (0..all.len() + 3).step_by(13) {
                let start = Blocks::Users.find(connection, ACCOUNT, offset)?;
                assert_eq!(start.total, all.len());
                let found = from
                    .query_row(params![ACCOUNT, start.id, start.skipped as i64], |row| row.get(0))
                    .ok();
                assert_eq!(found, all.get(offset).copied(), "{offset}");
            }
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    }

    #[test]
    fn a_page_is_found_by_blocks_whoever_comes_goes_or_moves() {
        let options = Options {
            users: 3000,
            ..Options::default()
        };
        let db = Db::open(None, |connection| seed::fill(connection, &options, None)).unwrap();
        are_right(&db);
        let add = "INSERT INTO users (id, uuid, account_uuid, type, username, email, status)
            SELECT min(id) - 1, 'new', account_uuid, 'user', 'new', 'new', 'Active' FROM users";
        for change in [
            "DELETE FROM entitlements",
            "UPDATE numbers SET user_uuid = NULL",
            "DELETE FROM users WHERE id % 7 = 0 OR id BETWEEN 900 AND 2200",
            "UPDATE users SET id = -id",
            add,
        ] {
            db.write(|connection| connection.execute(change, []))
                .unwrap();
            are_right(&db);
        }
        db.read(|connection| {
            let start = Blocks::Entitlements.find(connection, ACCOUNT, 0)?;
            assert_eq!(start.total, 0);
            let used = "SELECT max(used) FROM seats";
            let used: i64 = connection.query_row(used, [], |row| row.get(0))?;
            assert_eq!(used, 0);
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    }
}
