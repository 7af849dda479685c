//! The users of an account.

use super::names::{self, Name};
use crate::random::Random;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// A user to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub first: Option<String>,
    pub middle: Option<String>,
    pub last: Option<String>,
    pub email: String,
    pub phone: Option<String>,
    pub status: String,
}

impl Person {
    pub fn is_active(&self) -> bool {
        self.status == "Active"
    }
}

/// The users that every invented Lakeside begins with, the administrator last, and how their address begins.
const KNOWN: [(&str, &str, &str, &str); 8] = [
    ("Ana", "Beltrán", "ana.beltran", "Active"),
    ("Andre", "Okafor", "andre.okafor", "Active"),
    ("Anja", "Lindqvist", "anja.lindqvist", "Active"),
    ("Bastian", "Lang", "b.lang", "Active"),
    ("Dan", "Anholt", "dan.anholt", "Inactive"),
    ("Giancarlo", "Romano", "g.romano", "Active"),
    ("Ioana", "Stan", "ioana.stan", "Active"),
    ("Dana", "Whitfield", "dana.whitfield", "Active"),
];

/// The users that the other account begins with: its administrator.
const KNOWN_ELSEWHERE: [(&str, &str, &str, &str); 1] = [("Pat", "Moreno", "pat.moreno", "Active")];

/// Area codes of places in the United States.
pub const AREA_CODES: [&str; 64] = [
    "941", "212", "303", "206", "617", "512", "415", "305", "702", "404", "313", "602", "504",
    "612", "503", "215", "713", "619", "216", "816", "901", "615", "704", "317", "414", "505",
    "801", "208", "406", "701", "605", "402", "316", "405", "501", "601", "205", "850", "912",
    "803", "919", "804", "304", "410", "302", "609", "203", "401", "603", "802", "207", "315",
    "412", "614", "859", "217", "515", "608", "906", "307", "775", "907", "808", "956",
];

/// Invents users.
pub fn invent(count: usize, domain: &str, random: &mut Random) -> Vec<Person> {
    let groups = names::groups();
    let mut taken = HashMap::new();
    let known = match domain.starts_with("lakeside") {
        true => &KNOWN[..],
        false => &KNOWN_ELSEWHERE[..],
    };
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for (at, (first, last, local, status)) in known.iter().take(count).enumerate() {
        taken.insert((*local).to_owned(), 1);
        people.push(Person {
            first: Some((*first).to_owned()),
            last: Some((*last).to_owned()),
            email: format!("{local}@{domain}"),
            phone: Some(format!("+1941555012{at}")),
            status: (*status).to_owned(),
            middle: None,
        });
    }
    while people.len() < count {
        let group = random.pick(&groups);
        let (first, last) = (random.pick(&group.first), random.pick(&group.last));
        let local = local_part(first, last, random);
        let times = taken.entry(local.clone()).or_insert(0);
        *times += 1;
        let email = match *times {
            1 => format!("{local}@{domain}"),
            times => format!("{local}{times}@{domain}"),
        };
        let middle = random
            .permille(30)
            .then(|| random.pick(&group.first).native.clone());
        let nameless = random.permille(5);
        people.push(Person {
            first: (!nameless).then(|| first.native.clone()),
            middle: middle.filter(|_| !nameless),
            last: (!nameless).then(|| last.native.clone()),
            email,
            phone: phone(random),
            status: status(random).to_owned(),
        });
    }
    people
}

fn local_part(first: &Name, last: &Name, random: &mut Random) -> String {
    let (first, last) = (&first.latin, &last.latin);
    match random.below(10) {
        0 => format!("{}.{last}", &first[..1]),
        1 => format!("{last}.{first}"),
        _ => format!("{first}.{last}"),
    }
}

fn phone(random: &mut Random) -> Option<String> {
    let number = format!("{}55501{:02}", random.pick(&AREA_CODES), random.below(100));
    match random.below(100) {
        0..3 => None,
        3..20 => Some(number),
        _ => Some(format!("+1{number}")),
    }
}

fn status(random: &mut Random) -> &'static str {
    match random.below(1000) {
        0..34 => "Inactive",
        34..37 => "Locked",
        37..40 => "Invited",
        _ => "Active",
    }
}

/// A user as the database knows it.
pub struct User {
    pub id: i64,
    pub uuid: String,
}

/// Writes users.
pub fn insert(
    connection: &Connection,
    account: &str,
    people: &[Person],
    random: &mut Random,
) -> Result<Vec<User>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "INSERT INTO users (uuid, account_uuid, type, first_name, middle_name, last_name, username, email, phone, status)
         VALUES (?1, ?2, 'user', ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
    )?;
    let mut users = Vec::with_capacity(people.len());
    for person in people {
        let uuid = random.uuid();
        let id = statement.insert(params![
            uuid,
            account,
            person.first,
            person.middle,
            person.last,
            person.email,
            person.phone,
            person.status
        ])?;
        users.push(User { id, uuid });
    }
    Ok(users)
}
