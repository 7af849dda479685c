//! Who has which license.

use super::{
    numbers::Numbers,
    products::{self, Sizes},
    random::Random,
    users::Person,
};
use rusqlite::{Connection, params};
use serde_json::json;

/// Which users have a license of each product: positions in the list of users.
pub struct Plan {
    /// Product and users.
    pub holders: Vec<(&'static str, Vec<usize>)>,
    /// Who has a license that needs a number, in the order in which numbers are given.
    pub with_number: Vec<usize>,
}

// Stories and tests tell of the first seven users: these four have StarMessenger, the three between
// them have not.
const ANA: usize = 0;
const ANJA: usize = 2;
const GIANCARLO: usize = 5;
const IOANA: usize = 6;

/// Chooses who has what.
pub fn plan(people: &[Person], sizes: &Sizes, random: &mut Random) -> Plan {
    let mut holders = Vec::new();
    for (main, other) in [
        (
            (products::MEET, sizes.meet),
            (products::MEET_PRO, sizes.meet_pro),
        ),
        (
            (products::CHAT, sizes.chat),
            (products::CHAT_ARCHIVE, sizes.chat_archive),
        ),
        (
            (products::CONNECTOR, sizes.connector),
            (products::CONNECTOR_OUTLOOK, sizes.connector_outlook),
        ),
    ] {
        let mut users: Vec<usize> = (0..people.len()).collect();
        random.shuffle(&mut users);
        let mut users = users.into_iter();
        for (product, size) in [other, main] {
            holders.push((product, users.by_ref().take(size.used).collect()));
        }
    }
    let mut rest: Vec<usize> = (0..people.len())
        .filter(|user| people[*user].is_active())
        .filter(|user| !(ANA..=IOANA).contains(user))
        .collect();
    random.shuffle(&mut rest);
    let mut rest = rest.into_iter();
    let active = |user: &usize| people.get(*user).is_some_and(Person::is_active);
    let regular: Vec<usize> = [ANJA, ANA, GIANCARLO]
        .into_iter()
        .filter(active)
        .chain(rest.by_ref())
        .take(sizes.star_messenger.used)
        .collect();
    let ultimate: Vec<usize> = Some(IOANA)
        .into_iter()
        .filter(active)
        .chain(rest)
        .take(sizes.star_messenger_ultimate.used)
        .collect();
    let with_number = regular.iter().chain(&ultimate).copied().collect();
    holders.push((products::STAR_MESSENGER, regular));
    holders.push((products::STAR_MESSENGER_ULTIMATE, ultimate));
    Plan {
        holders,
        with_number,
    }
}

/// Writes the licenses.
pub fn insert(
    connection: &Connection,
    account: &str,
    plan: &Plan,
    users: &[String],
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
            let known = (ANA..=IOANA).contains(user);
            let status = if known { "active" } else { status(random) };
            let metadata = match numbers.get(user) {
                Some(number) if needs_number => json!({ "sms_number": number }),
                _ => json!({}),
            };
            statement.execute(params![
                random.uuid(),
                account,
                users[*user],
                product,
                status,
                metadata.to_string()
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
