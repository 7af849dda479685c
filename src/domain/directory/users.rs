//! The users of the account, in columns.

use super::strings::Strings;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::domain::number::digits_of;
use crate::domain::search_key::{Decompose, search_key};

/// A user from the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserRecord {
    /// The user's identifier.
    pub id: UserId,
    /// Full name; may be empty.
    pub name: String,
    /// Email address; may be empty.
    pub email: String,
    /// Phone number as the API has it; may be empty.
    pub phone: String,
    /// Whether licenses can be assigned.
    pub status: UserStatus,
}

/// Whether a user is active. Licenses can be assigned to active users only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UserStatus {
    /// `Active`.
    Active,
    /// Any other status.
    Inactive,
}

/// The index of a user in the columns. Valid until the directory is refreshed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Row(u32);

/// The strings of each user, in this order.
const NAME: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;
/// What a search looks through: name, email and digits of the phone, folded. Each but the last ends its line.
const SEARCHED_NAME: usize = 3;
const SEARCHED_EMAIL: usize = 4;
const SEARCHED_PHONE: usize = 5;
const STRINGS: usize = 6;

#[cfg(test)]
thread_local! {
    /// How often users were looked up.
    pub(in crate::domain) static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// All users of the account.
#[derive(Clone, Debug, Default)]
pub struct Users {
    ids: KeySet<UserId>,
    statuses: Vec<UserStatus>,
    strings: Strings,
    by_name: Vec<Row>,
    /// The rank of each row in `by_name`.
    ranks: Vec<u32>,
    by_email: Vec<Row>,
}

impl Users {
    /// Adds a user; a known one is ignored.
    pub(super) fn add(&mut self, record: UserRecord, decompose: Decompose) {
        if !self.ids.insert(record.id) {
            return;
        }
        self.statuses.push(record.status);
        self.strings.push(&record.name);
        self.strings.push(&record.email);
        self.strings.push(&record.phone);
        for text in [&record.name, &record.email] {
            let line = search_key(text, decompose).replace('\n', " ");
            self.strings.push(&(line + "\n"));
        }
        self.strings.push(&digits_of(&record.phone));
    }

    /// The users that match. Not in order yet.
    pub fn only(&self, fits: impl Fn(&UserRecord) -> bool, decompose: Decompose) -> Self {
        let records = (0..self.ids.len() as u32).map(|index| {
            let row = Row(index);
            UserRecord {
                id: self.id(row),
                name: self.name(row).to_owned(),
                email: self.email(row).to_owned(),
                phone: self.phone(row).to_owned(),
                status: self.status(row),
            }
        });
        let mut only = Self::default();
        for record in records.filter(fits) {
            only.add(record, decompose);
        }
        only
    }

    /// Sorts by name and by email in advance, so that queries do not have to.
    pub fn put_in_order(&mut self) {
        let mut by_name = std::mem::take(&mut self.by_name);
        self.sort(&mut by_name, Self::name_key);
        self.ranks = vec![0; by_name.len()];
        for (rank, row) in (0..).zip(&by_name) {
            self.ranks[row.0 as usize] = rank;
        }
        self.by_name = by_name;
        let mut by_email = std::mem::take(&mut self.by_email);
        self.sort(&mut by_email, |users, row| (users.searched_email(row), ""));
        self.by_email = by_email;
    }

    /// Adds the rows that are missing. Most comparisons are decided by the prefix, without looking up the texts.
    fn sort(&self, rows: &mut Vec<Row>, key: fn(&Self, Row) -> (&str, &str)) {
        rows.extend((rows.len() as u32..self.ids.len() as u32).map(Row));
        let with_prefix = |row: &Row| (prefix(key(self, *row).0), *row);
        let mut sorted: Vec<(u64, Row)> = rows.iter().map(with_prefix).collect();
        sorted.sort_by(|(prefix, row), (other_prefix, other)| {
            let by_key = || key(self, *row).cmp(&key(self, *other));
            prefix.cmp(other_prefix).then_with(by_key)
        });
        *rows = sorted.into_iter().map(|(_, row)| row).collect();
    }

    /// Users without a name sort by email, since that is what their row shows.
    fn name_key(&self, row: Row) -> (&str, &str) {
        let name = self.string(row, SEARCHED_NAME).trim_end_matches('\n');
        let email = self.searched_email(row);
        if name.is_empty() {
            (email, email)
        } else {
            (name, email)
        }
    }

    fn searched_email(&self, row: Row) -> &str {
        self.string(row, SEARCHED_EMAIL)
    }

    /// The number of users.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are no users.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Rows sorted by name.
    pub fn by_name(&self) -> &[Row] {
        &self.by_name
    }

    /// The rank of a row by name, from 0.
    pub fn rank_by_name(&self, row: Row) -> u32 {
        self.ranks.get(row.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// Rows sorted by email address.
    pub fn by_email(&self) -> &[Row] {
        &self.by_email
    }

    /// The row of a user.
    pub fn row(&self, user: UserId) -> Option<Row> {
        #[cfg(test)]
        LOOKS.set(LOOKS.get() + 1);
        u32::try_from(self.ids.get_index_of(&user)?).ok().map(Row)
    }

    /// The user of a row.
    pub fn id(&self, row: Row) -> UserId {
        #[cfg(test)]
        LOOKS.set(LOOKS.get() + 1);
        self.ids[row.0 as usize]
    }

    /// The user's full name; may be empty.
    pub fn name(&self, row: Row) -> &str {
        self.string(row, NAME)
    }

    /// The user's email address; may be empty.
    pub fn email(&self, row: Row) -> &str {
        self.string(row, EMAIL)
    }

    /// The user's phone number as the API has it; may be empty.
    pub fn phone(&self, row: Row) -> &str {
        self.string(row, PHONE)
    }

    /// Whether licenses can be assigned.
    pub fn status(&self, row: Row) -> UserStatus {
        self.statuses[row.0 as usize]
    }

    /// The search keys of name, email and phone digits, one per line.
    pub fn searched(&self, row: Row) -> &str {
        let first = row.0 as usize * STRINGS;
        self.strings
            .span(first + SEARCHED_NAME, first + SEARCHED_PHONE)
    }

    fn string(&self, row: Row, which: usize) -> &str {
        self.strings.get(row.0 as usize * STRINGS + which)
    }

    /// Bytes used, without the allocator's overhead.
    pub fn bytes(&self) -> usize {
        self.ids.capacity() * (size_of::<(usize, UserId)>() + size_of::<usize>() + 1)
            + self.statuses.capacity()
            + self.strings.bytes()
            + (self.by_name.capacity() + self.ranks.capacity() + self.by_email.capacity())
                * size_of::<Row>()
    }
}

/// The first eight bytes of a text, as a number that sorts like them.
fn prefix(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let len = text.len().min(bytes.len());
    bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{decompose, user};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_that_share_their_beginning_are_in_order(names in proptest::collection::vec("[ab]{6,10}", 0..40)) {
            let mut users = Users::default();
            for (id, name) in (0..).zip(&names) {
                users.add(user(id, name), decompose);
            }
            users.put_in_order();
            let mut expected = names;
            expected.sort();
            let sorted = users.by_name().iter().map(|row| users.name(*row));
            prop_assert!(sorted.eq(expected));
        }
    }

    #[test]
    fn a_user_read_twice_counts_once() {
        let mut users = Users::default();
        for record in [user(1, "Ana"), user(2, "Bo"), user(1, "Ana again")] {
            users.add(record, decompose);
        }
        assert_eq!(users.len(), 2);
        assert_eq!(users.name(users.row(user(1, "").id).unwrap()), "Ana");
    }

    #[test]
    fn those_who_are_gone_leave_no_trace() {
        let mut users = Users::default();
        for each in [user(1, "Ana"), user(2, "Bo"), user(3, "Cy")] {
            users.add(each, decompose);
        }
        let mut users = users.only(|each| each.id != user(2, "").id, decompose);
        users.put_in_order();
        let names = users.by_name().iter().map(|row| users.name(*row));
        assert_eq!(names.collect::<Vec<_>>(), ["Ana", "Cy"]);
        assert_eq!(users.row(user(2, "").id), None);
    }

    #[test]
    fn users_who_come_later_are_put_between_those_in_order() {
        let mut users = Users::default();
        for names in [["Cy", "Ana"], ["Bo", "Di"], ["Abe", "Eve"]] {
            for name in names {
                let id = users.len() as u128;
                users.add(user(id, name), decompose);
            }
            users.put_in_order();
        }
        let names = users.by_name().iter().map(|row| users.name(*row));
        let names: Vec<&str> = names.collect();
        assert_eq!(names, ["Abe", "Ana", "Bo", "Cy", "Di", "Eve"]);
        let ranks = users.by_name().iter().map(|row| users.rank_by_name(*row));
        assert!(ranks.eq(0..6));
    }

    #[test]
    fn order_ignores_case_and_accents_and_puts_the_nameless_by_email() {
        let mut users = Users::default();
        let mut nameless = user(4, "");
        nameless.email = "bert@example.com".into();
        for record in [user(1, "Érika"), user(2, "adam"), user(3, "Zoe"), nameless] {
            users.add(record, decompose);
        }
        users.put_in_order();
        let names = users.by_name().iter().map(|row| users.name(*row));
        assert_eq!(names.collect::<Vec<_>>(), ["adam", "", "Érika", "Zoe"]);
    }

    #[test]
    fn a_hundred_thousand_users_fit_in_64_megabytes() {
        let mut users = Users::default();
        for n in 0..100_000 {
            users.add(user(n, "Maximiliane Oberländer-Grünewald"), decompose);
        }
        users.put_in_order();
        assert!(users.bytes() < 64 << 20, "{} bytes", users.bytes());
    }
}
