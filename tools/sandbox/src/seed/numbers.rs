//! The numbers of an account: fictional ones only, 555-0100 to 555-0199 of several area codes.

use super::{
    plan::Plan,
    users::{AREA_CODES, User},
};
use crate::random::Random;
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};

/// Which user holds which number.
pub type Numbers = HashMap<usize, String>;

/// Purposes and their state in the campaign registry.
const CAMPAIGNS: [(&str, &str, &str); 6] = [
    (
        "Appointment reminders",
        "Reminds of appointments and confirms them",
        "ACTIVE",
    ),
    (
        "Front desk",
        "Answers to questions that people send",
        "ACTIVE",
    ),
    (
        "Recall letters",
        "Invites to the yearly check-up",
        "PENDING",
    ),
    ("Special offers", "Offers of the month", "REJECTED"),
    (
        "Billing notices",
        "Says that an invoice is due",
        "SUSPENDED",
    ),
    ("Opening week", "News of the opening in 2022", "EXPIRED"),
];

/// Numbers that stories and tests tell of, by the position of their user: the first three users of
/// the plan get what `state` says, these keep their number whatever the seed.
const KNOWN: [(usize, &str); 4] = [
    (0, "9415550142"),
    (2, "9415550190"),
    (5, "9415550163"),
    (6, "9415550178"),
];

/// The campaign (a position in `CAMPAIGNS`) of a number, if any.
type Registration = Option<usize>;

/// Writes campaigns and numbers; answers who holds which.
pub fn insert(
    connection: &Connection,
    (account, campaign_states): (&str, &[String]),
    plan: &Plan,
    users: &[User],
    random: &mut Random,
) -> Result<Numbers, rusqlite::Error> {
    let campaigns = insert_campaigns(connection, account, campaign_states)?;
    let foreign = account != super::accounts::ACCOUNT;
    // The second account's numbers come from the end of the list, so that none is bought twice.
    let areas: Vec<&str> = if foreign {
        AREA_CODES[60..].to_vec()
    } else {
        AREA_CODES[..60].to_vec()
    };
    let taken = plan.with_number.len();
    let small = if foreign { 6 } else { 55 };
    let spare = small.max(taken * 4 / 3);
    let mut fresh = fresh(&areas, taken + spare, random);
    let mut held = Numbers::new();
    let mut rows: Vec<(String, Option<usize>, Registration)> = Vec::new();
    for (at, user) in plan.with_number.iter().enumerate() {
        let known = KNOWN.iter().find(|known| known.0 == *user && !foreign);
        let number = match known {
            Some((_, number)) => Some((*number).to_owned()),
            None => fresh.pop(),
        };
        // More holders than there are fictional numbers: the rest go without.
        let Some(number) = number else { break };
        held.insert(*user, number.clone());
        rows.push((number, Some(*user), registration_of_holder(at, taken)));
    }
    while rows.len() < taken + spare {
        let Some(number) = fresh.pop() else { break };
        let at = rows.len() - held.len();
        rows.push((number, None, registration_of_spare(at, spare)));
    }
    random.shuffle(&mut rows);
    let mut statement = connection.prepare(
        "INSERT INTO numbers (number, account_uuid, user_uuid, provider, campaign_id, help_text)
         VALUES (?1, ?2, ?3, 'VI', ?4, ?5)",
    )?;
    for (number, user, registration) in rows {
        let campaign = registration.map(|at| campaigns[at].as_str());
        let help = campaign.map(|_| "Reply HELP for help, STOP to end.");
        let user = user.map(|user| users[user].uuid.as_str());
        statement.execute(params![number, account, user, campaign, help])?;
    }
    for (user, number) in &held {
        connection
            .prepare_cached("UPDATE users SET sms = ?1 WHERE id = ?2")?
            .execute(params![number, users[*user].id])?;
    }
    Ok(held)
}

/// The first holder's number is unregistered, the last two belong to campaigns that are not active.
fn registration_of_holder(at: usize, taken: usize) -> Registration {
    match at {
        0 => None,
        at if taken > 10 && at + 6 == taken => Some(4),
        at if taken > 10 && at + 12 == taken => Some(5),
        at => Some(at % 2),
    }
}

/// Most spare numbers can be used at once; some are unregistered or wait for their campaign.
fn registration_of_spare(at: usize, spare: usize) -> Registration {
    let ready = spare * 38 / 55;
    match at {
        at if at < ready => Some(at % 2),
        at => match (at - ready) % 17 {
            0..7 => None,
            7..10 => Some(2),
            10..12 => Some(3),
            12..15 => Some(4),
            _ => Some(5),
        },
    }
}

/// Numbers that nobody has, from as many area codes as they need.
fn fresh(areas: &[&str], count: usize, random: &mut Random) -> Vec<String> {
    let needed = count.div_ceil(30).clamp(1, areas.len());
    let known: HashSet<&str> = KNOWN.iter().map(|known| known.1).collect();
    let mut numbers: Vec<String> = areas[..needed]
        .iter()
        .flat_map(|area| (0..100).map(move |line| format!("{area}55501{line:02}")))
        .filter(|number| !known.contains(number.as_str()))
        .collect();
    random.shuffle(&mut numbers);
    numbers
}

fn insert_campaigns(
    connection: &Connection,
    account: &str,
    states: &[String],
) -> Result<Vec<String>, rusqlite::Error> {
    // The first two stay active, so that some numbers can be used.
    let given = |at: usize| states.get(at.checked_sub(2)?);
    let mut ids = Vec::new();
    for (at, (name, description, status)) in CAMPAIGNS.iter().enumerate() {
        let id = format!("C{}{at}", account[..5].to_uppercase());
        let status = given(at).map_or(*status, String::as_str);
        connection.execute(
            "INSERT INTO campaigns (campaign_id, account_uuid, display_name, description, status)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, account, name, description, status],
        )?;
        ids.push(id);
    }
    Ok(ids)
}
