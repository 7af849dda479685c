//! Who is who in the database.

use sandbox::{Inspect, UserRow};

/// The applications: name, part of the URL, and license types.
pub const APPLICATIONS: [(&str, &str, [&str; 2]); 4] = [
    ("Meet", "meet", ["Meet", "Meet Pro"]),
    ("Chat", "chat", ["Chat", "Chat Archive"]),
    (
        "Connector",
        "connector",
        ["Connector", "Connector for Outlook"],
    ),
    (
        "StarMessenger",
        "star-messenger",
        ["StarMessenger", "StarMessenger Ultimate"],
    ),
];

pub fn is_active(user: &UserRow) -> bool {
    user.status == "Active"
}

/// Active users without a license of the application.
pub fn unlicensed(db: &Inspect, slug: &str) -> Vec<UserRow> {
    let mut users = db.users();
    users.retain(|user| is_active(user) && db.license_of(&user.email, slug).is_none());
    users
}

/// Active users with a license of this type.
pub fn licensed(db: &Inspect, slug: &str, license: &str) -> Vec<UserRow> {
    let mut users = db.users();
    users.retain(|user| {
        is_active(user) && db.license_of(&user.email, slug).as_deref() == Some(license)
    });
    users
}

/// Users who are not active.
pub fn inactive(db: &Inspect) -> Vec<UserRow> {
    let mut users = db.users();
    users.retain(|user| !is_active(user));
    users
}

/// What a user is called in a line.
pub fn title(user: &UserRow) -> &str {
    if user.name.is_empty() {
        &user.email
    } else {
        &user.name
    }
}

/// What tells a user from all others, where users are listed.
pub fn who(user: &UserRow) -> String {
    match user.name.as_str() {
        "" => user.email.clone(),
        name => format!("{name} {}", user.email),
    }
}

/// What tells a user from all others, in the name of a control.
pub fn label(user: &UserRow) -> String {
    match user.name.as_str() {
        "" => user.email.clone(),
        name => format!("{name}, {}", user.email),
    }
}

/// The addresses of these users, in the order of the alphabet.
pub fn emails<'a>(users: impl IntoIterator<Item = &'a UserRow>) -> Vec<String> {
    sorted(users.into_iter().map(|user| user.email.clone()).collect())
}

pub fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

/// A number for reading.
pub fn readable(number: &str) -> String {
    format!("({}) {}-{}", &number[..3], &number[3..6], &number[6..])
}

/// Numbers that can be given to somebody, in order.
pub fn available_numbers(db: &Inspect) -> Vec<String> {
    let numbers = db.numbers().into_iter().filter(|number| {
        number.user_email.is_none() && number.campaign_status.as_deref() == Some("ACTIVE")
    });
    sorted(numbers.map(|number| number.number).collect())
}

/// How many requests wrote licenses or numbers.
pub fn writes(db: &Inspect) -> usize {
    let is_write = |(method, path): &(String, String)| {
        let api = ["/identity/", "/entitlements/", "/sms/"];
        method != "GET" && method != "HEAD" && api.iter().any(|prefix| path.starts_with(prefix))
    };
    db.requests()
        .iter()
        .filter(|request| is_write(request))
        .count()
}
