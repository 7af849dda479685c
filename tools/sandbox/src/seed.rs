//! The data of a new sandbox: generated from a seed, or with users imported from a file.

pub mod accounts;
mod directory;
mod licenses;
mod names;
mod numbers;
mod plan;
mod products;
mod users;

use crate::{options::Options, random::Random};
use rusqlite::Connection;
use std::path::PathBuf;
use users::Person;

/// The names of all license types.
pub fn license_types() -> Vec<&'static str> {
    products::names()
}

/// What is wrong with the data that was asked for.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The user file cannot be read.
    #[error("{file}: {message}")]
    Users {
        /// The file given with `--users-from`.
        file: PathBuf,
        /// What is wrong, in which line and column, and the remedy.
        message: String,
    },
    /// An application that does not exist was named.
    #[error("--without-products {slug}: there is no such application; there are {known}")]
    Application {
        /// What was given.
        slug: String,
        /// What would be understood.
        known: String,
    },
}

/// The users of the file, if one is given; nothing is started when something is wrong with it.
pub fn people(options: &Options) -> Result<Option<Vec<Person>>, SeedError> {
    for slug in &options.without_products {
        if !accounts::APPLICATIONS.iter().any(|app| app.slug == slug) {
            let known = accounts::APPLICATIONS.map(|app| app.slug).join(", ");
            return Err(SeedError::Application {
                slug: slug.clone(),
                known,
            });
        }
    }
    options
        .users_from
        .as_deref()
        .map(|file| {
            directory::read(file).map_err(|message| SeedError::Users {
                file: file.to_owned(),
                message,
            })
        })
        .transpose()
}

/// Fills an empty database.
pub fn fill(
    connection: &Connection,
    options: &Options,
    people: Option<Vec<Person>>,
) -> Result<(), rusqlite::Error> {
    let mut random = Random::new(options.seed);
    let people =
        people.unwrap_or_else(|| users::invent(options.users, "lakeside.example", &mut random));
    let others = users::invent(12, "harbor.example", &mut Random::new(options.seed ^ 7));
    accounts::insert(connection)?;
    for (account, people) in [
        (accounts::ACCOUNT, &people),
        (accounts::OTHER_ACCOUNT, &others),
    ] {
        let users = users::insert(connection, account, people, &mut random)?;
        accounts::settle_administrator(connection, account, people, &users)?;
        let sizes = products::Sizes::of(people);
        products::insert(connection, account, &sizes, options)?;
        products::switch_off(connection, account, &options.switched_off_types)?;
        let plan = plan::Plan::of(people, &sizes, &mut random);
        let numbers = numbers::insert(
            connection,
            (account, &options.campaign_states),
            &plan,
            &users,
            &mut random,
        )?;
        // That a license says its number is assumed.
        let told = match options.known_fields_only {
            true => numbers::Numbers::new(),
            false => numbers,
        };
        let without = &options.without_products;
        licenses::insert(
            connection,
            account,
            &plan,
            &users,
            &told,
            without,
            &mut random,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;

    #[test]
    fn everything_invented_refers_to_something_that_exists() {
        let options = Options {
            users: 500,
            ..Options::default()
        };
        let db = Db::open(None, |connection| fill(connection, &options, None)).unwrap();
        let broken = db.read(|connection| {
            let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(broken, Ok(Vec::<String>::new()));
    }
}
