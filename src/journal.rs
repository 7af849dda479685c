//! What must outlive the page while a run is under way: the plan, and what was noted of those whom the run was about to
//! change. It holds opaque identifiers only, no names, no e-mail addresses, no tokens.

mod news;

pub use news::News;

use crate::domain::ids::{AccountId, UserId};
use crate::domain::number::Number;
use crate::domain::plan::{Change, HeldLicense, NumberChange, Plan};
use crate::engine::{JournalEntries, JournalEntry};
use crate::json::{Json, Object, Value, WrongField, wrong};

/// A journal of another version is of no use.
const VERSION: &str = "3";
/// In a note: what the user had before is about to be given again.
const RESTORES: &str = " restores";
/// Before a license that another administrator may have given.
const UNSURE: &str = " ?";

/// A run as it was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journal {
    /// Tells it from any other run.
    pub run: u64,
    /// Whose account it changes.
    pub account: AccountId,
    /// Who started it; nobody else may go on with it.
    pub administrator: UserId,
    /// What it carries out.
    pub plan: Plan,
    /// Whom it was about to change, and what it had seen of them.
    pub notes: JournalEntries,
}

impl Journal {
    /// The first record: everything but the notes.
    pub fn header(&self) -> String {
        let Plan {
            application,
            products,
            changes,
            blocked: _,
            oversubscribed: _,
        } = &self.plan;
        Json::object([
            ("version", Json::text(VERSION)),
            ("run", Json::text(self.run)),
            ("account", Json::text(self.account)),
            ("administrator", Json::text(self.administrator)),
            ("application", Json::text(application)),
            ("products", Json::texts(products)),
            ("changes", Json::list(changes.iter().map(change_to_json))),
        ])
        .into_string()
    }

    /// A later record: a line for each user, with the licenses that came to be.
    pub fn note(notes: &[JournalEntry]) -> String {
        let mut record = String::new();
        for note in notes {
            let JournalEntry {
                user,
                welcomed,
                unsure,
                restores,
            } = note;
            record += &user.to_string();
            if *restores {
                record += RESTORES;
            }
            for license in welcomed {
                record += if unsure.contains(license) {
                    UNSURE
                } else {
                    " "
                };
                record += &license.to_string();
            }
            record += "\n";
        }
        record
    }

    /// Reads the records, the header first.
    ///
    /// # Errors
    /// When the header is of another version, or damaged. A damaged note is read as far as it goes.
    pub fn read(records: &[String]) -> Result<Option<Self>, WrongField> {
        let Some((header, notes)) = records.split_first() else {
            return Ok(None);
        };
        let value = Value::parse(header).map_err(|problem| wrong("", &problem))?;
        let fields = Object::new("", &value)?;
        if fields.text("version")? != Some(VERSION) {
            return Err(fields.wrong("version", "is another one"));
        }
        let changes = fields.list("changes")?;
        Ok(Some(Self {
            run: id(fields, "run")?,
            account: id(fields, "account")?,
            administrator: id(fields, "administrator")?,
            plan: Plan {
                application: id(fields, "application")?,
                products: texts(fields, "products")?,
                changes: changes
                    .iter()
                    .map(|(path, value)| change_from_json(Object::new(path, value)?))
                    .collect::<Result<_, _>>()?,
                blocked: Vec::new(),
                oversubscribed: Vec::new(),
            },
            notes: notes
                .iter()
                .flat_map(|note| note.lines())
                .filter_map(noted)
                .collect(),
        }))
    }
}

fn noted(line: &str) -> Option<(UserId, JournalEntry)> {
    let mut words = line.split(' ');
    let user = words.next()?.parse().ok()?;
    let mut note = JournalEntry {
        user,
        welcomed: Vec::new(),
        unsure: Vec::new(),
        restores: line.contains(RESTORES),
    };
    for word in words {
        let sure = word.trim_start_matches('?');
        if let Ok(license) = sure.parse() {
            note.welcomed.push(license);
            note.unsure.extend((sure != word).then_some(license));
        }
    }
    Some((user, note))
}

fn change_to_json(change: &Change) -> Json {
    let licenses = |held: &[HeldLicense]| {
        let text = |each: &HeldLicense| format!("{} {}", each.license, each.product);
        Json::texts(held.iter().map(text))
    };
    let number = |number: Option<Number>| Json::text_or_null(number.map(Number::digits));
    Json::object([
        ("user", Json::text(change.user)),
        ("held", licenses(&change.held)),
        ("to", Json::text_or_null(change.to)),
        ("assign", Json::truth(change.assign)),
        ("remove", licenses(&change.remove)),
        ("after", number(change.number.after)),
        ("give", number(change.number.give)),
        ("release", number(change.number.release)),
        ("wave", Json::text(change.wave)),
    ])
}

fn change_from_json(fields: Object) -> Result<Change, WrongField> {
    Ok(Change {
        user: id(fields, "user")?,
        held: licenses(fields, "held")?,
        to: fields.parsed("to")?,
        assign: fields.required("assign", fields.truth("assign")?)?,
        remove: licenses(fields, "remove")?,
        number: NumberChange {
            after: fields.parsed("after")?,
            give: fields.parsed("give")?,
            release: fields.parsed("release")?,
        },
        wave: id(fields, "wave")?,
    })
}

fn licenses(fields: Object, name: &str) -> Result<Vec<HeldLicense>, WrongField> {
    let read = |text: &String| {
        let (license, product) = text.split_once(' ')?;
        Some(HeldLicense {
            license: license.parse().ok()?,
            product: product.parse().ok()?,
        })
    };
    let texts: Vec<String> = texts(fields, name)?;
    texts
        .iter()
        .map(|text| read(text).ok_or_else(|| fields.wrong(name, "is no license")))
        .collect()
}

fn texts<T: std::str::FromStr>(fields: Object, name: &str) -> Result<Vec<T>, WrongField> {
    let items = fields.list(name)?;
    let read = |value: &Value| value.as_text()?.parse().ok();
    items
        .iter()
        .map(|(_, value)| read(value).ok_or_else(|| fields.wrong(name, "cannot be read")))
        .collect()
}

fn id<T: std::str::FromStr<Err: std::fmt::Display>>(
    fields: Object,
    name: &str,
) -> Result<T, WrongField> {
    fields.required(name, fields.parsed(name)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::{Draft, Numbers, Target};
    use crate::domain::fixtures::{self, World};
    use crate::domain::ids::LicenseId;

    fn journal() -> Journal {
        let mut world = World::new(3);
        world.give_number(0, 9_415_550_100);
        world.license(0, fixtures::SMS_ULTIMATE);
        world.add_free_numbers(&[9_415_550_101, 9_415_550_102]);
        let app_view = world.app_view(&world.sms);
        let mut draft = Draft::default();
        let target = Target::License(fixtures::SMS);
        draft.choose_for_all(world.all_ids(), target, Numbers::Automatic, app_view);
        let mut plan = Plan::new(&draft, app_view);
        plan.blocked.clear();
        Journal {
            run: u64::MAX,
            account: AccountId::from_u128(1),
            administrator: UserId::from_u128(2),
            plan,
            notes: JournalEntries::from_iter([
                note(world.id(0), &[7, 8], true),
                note(world.id(2), &[], false),
            ]),
        }
    }

    fn note(user: UserId, welcomed: &[u128], restores: bool) -> (UserId, JournalEntry) {
        let welcomed = welcomed.iter().map(|id| LicenseId::from_u128(*id));
        let welcomed: Vec<LicenseId> = welcomed.collect();
        let note = JournalEntry {
            user,
            unsure: welcomed.iter().skip(1).copied().collect(),
            welcomed,
            restores,
        };
        (user, note)
    }

    fn records(journal: &Journal) -> Vec<String> {
        let notes: Vec<JournalEntry> = journal.notes.values().cloned().collect();
        vec![journal.header(), Journal::note(&notes)]
    }

    #[test]
    fn what_is_written_down_is_read_back() {
        let journal = journal();
        assert_eq!(journal.plan.changes.len(), 3);
        assert_eq!(Journal::read(&records(&journal)), Ok(Some(journal)));
    }

    #[test]
    fn nothing_written_is_nothing_to_go_on_with() {
        assert_eq!(Journal::read(&[]), Ok(None));
    }

    #[test]
    fn a_damaged_header_is_an_error_with_its_field() {
        let journal = journal();
        let header = journal.header();
        for (old, new, field) in [
            ("\"version\":\"3\"", "\"version\":\"1\"", "version"),
            ("\"account\":\"", "\"account\":\"x", "account"),
            ("\"assign\":true", "\"assign\":1", "changes[0].assign"),
            ("\"products\":[\"", "\"products\":[7,\"", "products"),
        ] {
            let damaged = header.replacen(old, new, 1);
            assert_ne!(damaged, header, "{field}");
            let error = Journal::read(&[damaged]).unwrap_err();
            assert_eq!(error.field, field);
        }
        assert!(Journal::read(&[header[..header.len() / 2].to_owned()]).is_err());
    }

    #[test]
    fn no_name_and_no_address_is_written_down() {
        let text = records(&journal()).join("\n");
        assert!(!text.contains("User 0") && !text.contains('@'), "{text}");
    }
}
