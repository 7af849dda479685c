//! The journal of a run, from which a later page can resume it: the plan, and an entry for each user about to be
//! changed. It has opaque identifiers only: no names, no email addresses, no tokens.

mod progress_message;
mod record;

pub use progress_message::ProgressMessage;

use crate::decode::DecodeError;
use crate::domain::date::Date;
use crate::domain::ids::{AccountId, UserId};
use crate::domain::plan::Plan;
use crate::engine::{JournalEntries, JournalEntry};

/// The journal of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journal {
    /// Identifies the run.
    pub run: u64,
    /// The account it changes.
    pub account: AccountId,
    /// Who started it; nobody else may resume it.
    pub administrator: UserId,
    /// When it was started.
    pub began: Date,
    /// The plan it applies.
    pub plan: Plan,
    /// The users it was about to change, and their state before.
    pub entries: JournalEntries,
}

impl Journal {
    /// The first record: everything but the entries.
    pub fn header(&self) -> String {
        record::header(self)
    }

    /// A later record: entries of users.
    pub fn encode_entries(entries: &[JournalEntry]) -> String {
        record::encode_entries(entries)
    }

    /// Reads the records, the header first.
    ///
    /// # Errors
    /// When the header has another version or does not decode. Entries that do not decode are skipped.
    pub fn read(records: &[String]) -> Result<Option<Self>, DecodeError> {
        match records.split_first() {
            Some((header, entries)) => record::read(header, entries).map(Some),
            None => Ok(None),
        }
    }
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
            began: Date::from_millis(1_764_079_500_000),
            plan,
            entries: JournalEntries::from_iter([
                entry(world.id(0), &[7, 8], true),
                entry(world.id(2), &[], false),
            ]),
        }
    }

    fn entry(user: UserId, welcomed: &[u128], restores: bool) -> (UserId, JournalEntry) {
        let welcomed = welcomed.iter().map(|id| LicenseId::from_u128(*id));
        let welcomed: Vec<LicenseId> = welcomed.collect();
        let entry = JournalEntry {
            user,
            unsure: welcomed.iter().skip(1).copied().collect(),
            welcomed,
            restores,
        };
        (user, entry)
    }

    fn records(journal: &Journal) -> Vec<String> {
        let entries: Vec<JournalEntry> = journal.entries.values().cloned().collect();
        vec![journal.header(), Journal::encode_entries(&entries)]
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
            ("\"version\":5", "\"version\":\"4\"", "version"),
            ("\"version\":5", "\"version\":6", "version"),
            ("\"account\":\"", "\"account\":\"x", "account"),
            ("\"assign\":true", "\"assign\":1", "changes[0].assign"),
            ("\"products\":[\"", "\"products\":[7,\"", "products[0]"),
        ] {
            let damaged = header.replacen(old, new, 1);
            assert_ne!(damaged, header, "{field}");
            let error = Journal::read(&[damaged]).unwrap_err();
            assert_eq!(error.field, field);
        }
        assert!(Journal::read(&[header[..header.len() / 2].to_owned()]).is_err());
    }

    #[test]
    fn damaged_entries_cost_themselves_and_no_others() {
        let journal = journal();
        let [header, entries] = &records(&journal)[..] else {
            panic!("a header and a record of entries");
        };
        let lost = *journal
            .entries
            .values()
            .map(|entry| &entry.user)
            .next()
            .unwrap();
        let damaged = entries.replacen(&lost.to_string(), "nobody", 1);
        assert_ne!(*entries, damaged);
        let records = [header.clone(), "no JSON".into(), damaged, entries.clone()];
        let (_, rest) = records.split_at(3);
        let all = Journal::read(&[header.clone(), rest[0].clone()]);
        assert_eq!(all, Ok(Some(journal)));
        let some = Journal::read(&records[..3]).unwrap().unwrap();
        assert_eq!(some.entries.len(), 1);
        assert!(!some.entries.contains_key(&lost));
    }

    #[test]
    fn no_name_and_no_address_is_written_down() {
        let text = records(&journal()).join("\n");
        assert!(!text.contains("User 0") && !text.contains('@'), "{text}");
    }
}
