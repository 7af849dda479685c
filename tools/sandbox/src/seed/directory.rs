//! Reads users from a directory export: CSV with a header.

use super::users::Person;
use csv::{ReaderBuilder, StringRecord, Trim};
use lettre::Address;
use std::{collections::HashMap, fs, path::Path};

/// Column names that are understood, without case, blanks and punctuation.
const COLUMNS: [(Column, &[&str]); 7] = [
    (
        Column::Name,
        &[
            "name",
            "fullname",
            "displayname",
            "commonname",
            "cn",
            "user",
        ],
    ),
    (
        Column::First,
        &["firstname", "givenname", "first", "forename"],
    ),
    (Column::Middle, &["middlename", "middle", "initials"]),
    (
        Column::Last,
        &["lastname", "surname", "familyname", "last", "sn"],
    ),
    (
        Column::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "primaryemail",
            "workemail",
            "userprincipalname",
            "upn",
        ],
    ),
    (
        Column::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "telephonenumber",
            "workphone",
            "businessphone",
            "mobile",
            "mobilephone",
        ],
    ),
    (
        Column::Status,
        &[
            "status",
            "state",
            "accountstatus",
            "userstatus",
            "enabled",
            "active",
            "accountenabled",
        ],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Name,
    First,
    Middle,
    Last,
    Email,
    Phone,
    Status,
}

/// The users of a file, or what is wrong with it: line, column and remedy.
pub fn read(file: &Path) -> Result<Vec<Person>, String> {
    let bytes = fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line}: is not UTF-8. Save the file as CSV UTF-8")
    })?;
    parse(text.trim_start_matches('\u{feff}'))
}

fn parse(text: &str) -> Result<Vec<Person>, String> {
    let first_line = text.lines().next().unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .flexible(true)
        .delimiter(delimiter(first_line))
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = columns(&header)?;
    let mut people = Vec::new();
    let mut lines = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            return Err(format!(
                "line {line}: has {} columns, the header has {}. Put values that hold the separator in quotes",
                record.len(),
                header.len()
            ));
        }
        let person = Row {
            record: &record,
            header: &header,
            columns: &columns,
            line,
        }
        .person()?;
        if let Some(before) = lines.insert(person.email.to_lowercase(), line) {
            return Err(format!(
                "line {line}, column “{}”: {} is already in line {before}. Keep one of them",
                &header[columns[&Column::Email]],
                person.email
            ));
        }
        people.push(person);
    }
    if people.is_empty() {
        return Err("line 2: there is no user. Add one below the header".into());
    }
    Ok(people)
}

fn delimiter(header: &str) -> u8 {
    let count = |separator| header.bytes().filter(|byte| *byte == separator).count();
    let candidates = [b',', b';', b'\t'];
    // The last of equals wins, so the usual comma is asked last.
    candidates
        .into_iter()
        .rev()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

fn columns(header: &StringRecord) -> Result<HashMap<Column, usize>, String> {
    let mut columns = HashMap::new();
    for (at, title) in header.iter().enumerate() {
        let plain: String = title
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let known = COLUMNS
            .iter()
            .find(|(_, names)| names.contains(&plain.as_str()));
        if let Some((column, _)) = known {
            columns.entry(*column).or_insert(at);
        }
    }
    if columns.contains_key(&Column::Email) {
        return Ok(columns);
    }
    let titles: Vec<_> = header.iter().collect();
    Err(format!(
        "line 1: no column holds email addresses (there are: {}). Name one “Email”",
        titles.join(", ")
    ))
}

struct Row<'a> {
    record: &'a StringRecord,
    header: &'a StringRecord,
    columns: &'a HashMap<Column, usize>,
    line: u64,
}

impl Row<'_> {
    fn person(&self) -> Result<Person, String> {
        let (mut first, mut last) = (self.text(Column::First), self.text(Column::Last));
        if first.is_none()
            && last.is_none()
            && let Some(name) = self.text(Column::Name)
        {
            (first, last) = split(&name);
        }
        Ok(Person {
            first,
            middle: self.text(Column::Middle),
            last,
            email: self.email()?,
            phone: self.phone()?,
            status: self.status(),
        })
    }

    fn text(&self, column: Column) -> Option<String> {
        let text = self.record.get(*self.columns.get(&column)?)?;
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn email(&self) -> Result<String, String> {
        let text = self.text(Column::Email).unwrap_or_default();
        match text.parse::<Address>() {
            Ok(_) => Ok(text),
            Err(_) if text.is_empty() => {
                Err(self.wrong(Column::Email, "is empty. Every user needs an address"))
            }
            Err(_) => Err(self.wrong(
                Column::Email,
                &format!("“{text}” is no email address. Write it like ana@company.example"),
            )),
        }
    }

    fn phone(&self) -> Result<Option<String>, String> {
        let Some(text) = self.text(Column::Phone) else {
            return Ok(None);
        };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let clean = text
            .chars()
            .all(|letter| letter.is_ascii_digit() || " ()+-./x#extEXT".contains(letter));
        if clean && (3..=20).contains(&digits) {
            Ok(Some(text))
        } else {
            Err(self.wrong(
                Column::Phone,
                &format!("“{text}” is no phone number. Write digits, or leave it empty"),
            ))
        }
    }

    fn status(&self) -> String {
        let Some(text) = self.text(Column::Status) else {
            return "Active".into();
        };
        match text.to_lowercase().as_str() {
            "active" | "enabled" | "true" | "yes" | "1" => "Active".into(),
            "inactive" | "disabled" | "false" | "no" | "0" => "Inactive".into(),
            _ => text,
        }
    }

    fn wrong(&self, column: Column, message: &str) -> String {
        let at = self.columns.get(&column).copied().unwrap_or_default();
        let title = self.header.get(at).unwrap_or_default();
        format!("line {}, column “{title}”: {message}", self.line)
    }
}

/// First and last name of a whole one: “Last, First”, or the last word is the last name.
fn split(name: &str) -> (Option<String>, Option<String>) {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some((last, first)) = name.split_once(',') {
        return (some(first), some(last));
    }
    match name.rsplit_once(' ') {
        Some((first, last)) => (some(first), some(last)),
        None => (some(name), None),
    }
}
