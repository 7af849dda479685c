//! The accounts, their administrators, and the applications of the platform.

use super::users::{Person, User};
use crate::ids;
use rusqlite::{Connection, params};

/// The account of the demo administrator.
pub const ACCOUNT: &str = "0a8f4f5e-9d43-4c1b-8f6e-2b7c5d1e9a01";
/// The demo administrator's email address.
pub const ADMIN: &str = "dana.whitfield@lakeside.example";
/// Another account, which the demo administrator must not see.
pub const OTHER_ACCOUNT: &str = "3d1c7b92-58ae-4f0d-9c34-71e6a0b25f02";
/// The other account's administrator.
pub const OTHER_ADMIN: &str = "pat.moreno@harbor.example";
/// The password of both administrators. All data is fictitious.
pub const PASSWORD: &str = "demo";

/// An application of the platform.
pub struct Application {
    pub uuid: &'static str,
    pub slug: &'static str,
    pub name: &'static str,
    pub guide_url: &'static str,
    pub needs_number: bool,
}

/// All applications.
pub const APPLICATIONS: [Application; 4] = [
    Application {
        uuid: "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f01",
        slug: "meet",
        name: "Meet",
        guide_url: "https://help.framework.example/guides/meet",
        needs_number: false,
    },
    Application {
        uuid: "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f02",
        slug: "chat",
        name: "Chat",
        guide_url: "https://help.framework.example/guides/chat",
        needs_number: false,
    },
    Application {
        uuid: "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f03",
        slug: "connector",
        name: "Connector",
        guide_url: "https://help.framework.example/guides/connector",
        needs_number: false,
    },
    Application {
        uuid: "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f04",
        slug: "star-messenger",
        name: "StarMessenger",
        guide_url: "https://help.framework.example/guides/star-messenger",
        needs_number: true,
    },
];

/// Writes them.
pub fn insert(connection: &Connection) -> Result<(), rusqlite::Error> {
    let accounts = [
        (ACCOUNT, "Lakeside Dental", ADMIN, "Dana", "Whitfield"),
        (
            OTHER_ACCOUNT,
            "Harbor Boatworks",
            OTHER_ADMIN,
            "Pat",
            "Moreno",
        ),
    ];
    let admins = [
        "c1d0a7e4-0f3b-4a86-b1c9-5e2d7f8a6b11",
        "c1d0a7e4-0f3b-4a86-b1c9-5e2d7f8a6b12",
    ];
    for ((uuid, name, email, first, last), admin) in accounts.into_iter().zip(admins) {
        connection.execute(
            "INSERT INTO accounts (uuid, name) VALUES (?1, ?2)",
            [uuid, name],
        )?;
        connection.execute(
            "INSERT INTO admins (uuid, account_uuid, email, first_name, last_name, password_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![admin, uuid, email, first, last, ids::hash(PASSWORD)],
        )?;
        let brand = format!("B{}", uuid[..7].to_uppercase());
        connection.execute(
            "INSERT INTO brands (brand_id, account_uuid, display_name, status) VALUES (?1, ?2, ?3, 'VERIFIED')",
            [brand.as_str(), uuid, name],
        )?;
    }
    for application in &APPLICATIONS {
        connection.execute(
            "INSERT INTO applications (uuid, slug, name, guide_url, needs_number) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                application.uuid,
                application.slug,
                application.name,
                application.guide_url,
                application.needs_number
            ],
        )?;
    }
    Ok(())
}

/// Makes the administrator of an account one of its users, the one with the same address. An account of very few users
/// is managed by somebody else.
pub fn settle_administrator(
    connection: &Connection,
    account: &str,
    people: &[Person],
    users: &[User],
) -> Result<(), rusqlite::Error> {
    let email: String = connection.query_row(
        "SELECT email FROM admins WHERE account_uuid = ?1",
        [account],
        |row| row.get(0),
    )?;
    let is_administrator = |person: &Person| person.email.eq_ignore_ascii_case(&email);
    if let Some(at) = people.iter().position(is_administrator) {
        connection.execute(
            "UPDATE admins SET uuid = ?1 WHERE account_uuid = ?2",
            [&users[at].uuid, account],
        )?;
    }
    Ok(())
}
