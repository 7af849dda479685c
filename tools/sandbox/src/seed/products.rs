//! The license types of the applications, and how many seats an account of some size has.

use super::{accounts::APPLICATIONS, users::Person};
use crate::options::Options;
use rusqlite::{Connection, params};

/// How many of something a usual account of 1,284 users has.
const USUAL: usize = 1284;

/// How many licenses and seats there are of each type.
pub struct Sizes {
    pub meet: Size,
    pub meet_pro: Size,
    pub chat: Size,
    pub chat_archive: Size,
    pub connector: Size,
    pub connector_outlook: Size,
    pub star_messenger: Size,
    pub star_messenger_ultimate: Size,
}

/// How many have a license, and how many could.
#[derive(Clone, Copy)]
pub struct Size {
    pub used: usize,
    pub seats: Option<usize>,
}

impl Sizes {
    /// The sizes for these users.
    pub fn of(people: &[Person]) -> Self {
        let users = people.len();
        let scaled = |usual: usize| (users * usual).div_ceil(USUAL);
        let size = |used: usize, seats: usize| {
            // A smaller account rounds up; free seats stay free.
            let seats = scaled(seats).max(2);
            Size {
                used: scaled(used).min(seats - 1),
                seats: Some(seats),
            }
        };
        let full = scaled(90).max(1);
        let messengers = match users {
            0..200 => users * 41 / 200,
            200..=2000 => 41,
            _ => scaled(41),
        };
        let ultimate = messengers * 8 / 41;
        let (regular_seats, ultimate_seats) = match users {
            0..=2000 => (50, 10),
            _ => (scaled(50), scaled(10)),
        };
        Self {
            meet: size(256, 400),
            meet_pro: Size {
                used: scaled(52),
                seats: None,
            },
            chat: size(1117, 1300),
            chat_archive: Size {
                used: full,
                seats: Some(full),
            },
            connector: size(84, 90),
            connector_outlook: size(3, 40),
            star_messenger: Size {
                used: messengers - ultimate,
                seats: Some(regular_seats),
            },
            star_messenger_ultimate: Size {
                used: ultimate,
                seats: Some(ultimate_seats),
            },
        }
    }
}

struct Product {
    uuid: &'static str,
    slug: &'static str,
    kind: &'static str,
    name: &'static str,
    description: &'static str,
    size: fn(&Sizes) -> Size,
}

/// Switched off for every account.
const SWITCHED_OFF: &str = CONNECTOR_OUTLOOK;

pub const MEET: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b201";
pub const MEET_PRO: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b202";
pub const CHAT: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b203";
pub const CHAT_ARCHIVE: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b204";
pub const CONNECTOR: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b205";
pub const CONNECTOR_OUTLOOK: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b206";
pub const STAR_MESSENGER: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b207";
pub const STAR_MESSENGER_ULTIMATE: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b208";

/// What they are called.
pub fn names() -> Vec<&'static str> {
    PRODUCTS.iter().map(|product| product.name).collect()
}

const PRODUCTS: [Product; 8] = [
    Product {
        uuid: MEET,
        slug: "meet",
        kind: "meet",
        name: "Meet",
        description: "Sample data: video meetings",
        size: |sizes| sizes.meet,
    },
    Product {
        uuid: MEET_PRO,
        slug: "meet",
        kind: "meet_pro",
        name: "Meet Pro",
        description: "Sample data: video meetings with recording",
        size: |sizes| sizes.meet_pro,
    },
    Product {
        uuid: CHAT,
        slug: "chat",
        kind: "chat",
        name: "Chat",
        description: "Sample data: messages within the company",
        size: |sizes| sizes.chat,
    },
    Product {
        uuid: CHAT_ARCHIVE,
        slug: "chat",
        kind: "chat_archive",
        name: "Chat Archive",
        description: "Sample data: messages that are kept",
        size: |sizes| sizes.chat_archive,
    },
    Product {
        uuid: CONNECTOR,
        slug: "connector",
        kind: "connector",
        name: "Connector",
        description: "Sample data: contacts and calls in other programs",
        size: |sizes| sizes.connector,
    },
    Product {
        uuid: CONNECTOR_OUTLOOK,
        slug: "connector",
        kind: "connector_outlook",
        name: "Connector for Outlook",
        description: "Sample data: switched off for the account",
        size: |sizes| sizes.connector_outlook,
    },
    Product {
        uuid: STAR_MESSENGER,
        slug: "star-messenger",
        kind: "star_messenger",
        name: "StarMessenger",
        description: "SMS and MMS from the user's own number",
        size: |sizes| sizes.star_messenger,
    },
    Product {
        uuid: STAR_MESSENGER_ULTIMATE,
        slug: "star-messenger",
        kind: "star_messenger_ultimate",
        name: "StarMessenger Ultimate",
        description: "SMS and MMS from the user's own number, with everything that there is",
        size: |sizes| sizes.star_messenger_ultimate,
    },
];

/// Nobody has it at first.
const MEET_ROOMS: Product = Product {
    uuid: "a4b81c60-2f75-4d39-8e0a-6c9d13f7b209",
    slug: "meet",
    kind: "meet_rooms",
    name: "Meet Rooms",
    description: "Sample data: video meetings in rooms",
    size: |_| Size {
        used: 0,
        seats: None,
    },
};

/// Whether the product belongs to one of the applications.
pub fn belongs_to(product: &str, slugs: &[String]) -> bool {
    let found = PRODUCTS.iter().find(|known| known.uuid == product);
    found.is_some_and(|found| slugs.iter().any(|slug| slug == found.slug))
}

/// Writes the license types and an account's seats.
pub fn insert(
    connection: &Connection,
    account: &str,
    sizes: &Sizes,
    options: &Options,
) -> Result<(), rusqlite::Error> {
    let third = options.third_type.then_some(&MEET_ROOMS);
    for product in PRODUCTS.iter().chain(third) {
        if belongs_to(product.uuid, &options.without_products) {
            continue;
        }
        let application = APPLICATIONS.iter().find(|app| app.slug == product.slug);
        connection.execute(
            "INSERT OR IGNORE INTO products (uuid, application_uuid, type, name, description, active)
             VALUES (?1, ?2, ?3, ?4, ?5, 1)",
            params![
                product.uuid,
                application.map(|app| app.uuid),
                product.kind,
                product.name,
                product.description
            ],
        )?;
        let seats = (product.size)(sizes).seats.map(|seats| seats as i64);
        connection.execute(
            "INSERT INTO seats (account_uuid, product_uuid, quantity) VALUES (?1, ?2, ?3)",
            params![account, product.uuid, seats],
        )?;
        if product.uuid == SWITCHED_OFF {
            connection.execute(
                "INSERT INTO disabled_products (account_uuid, product_uuid) VALUES (?1, ?2)",
                params![account, product.uuid],
            )?;
        }
    }
    Ok(())
}

/// Switches types of products off for an account.
pub fn switch_off(
    connection: &Connection,
    account: &str,
    types: &[String],
) -> Result<(), rusqlite::Error> {
    for kind in types {
        connection.execute(
            "INSERT OR IGNORE INTO disabled_product_types (account_uuid, product_type) VALUES (?1, ?2)",
            [account, kind],
        )?;
    }
    Ok(())
}
