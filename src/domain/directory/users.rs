//! The users of the account, in columns.

use memchr::memmem::{FinderBuilder, Prefilter};

use super::licenses::Holder;
use super::order::Order;
use super::row::{Row, RowSet};
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

/// The strings of each user that are shown, in this order.
const NAME: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;
/// What a search looks through, in the same order: search keys of name and email, digits of the phone. Each ends its
/// line, so that nothing matches across them.
const STRINGS: usize = 3;

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
    shown: Strings,
    searched: Strings,
    by_name: Order,
    /// The rank of each row by name.
    ranks: Vec<u32>,
    by_email: Order,
}

impl Users {
    /// Adds users; known ones are ignored.
    pub(super) fn add(&mut self, records: &[UserRecord], decompose: Decompose) {
        let mut lines = String::new();
        for record in records {
            if !self.ids.insert(record.id) {
                continue;
            }
            self.statuses.push(record.status);
            for text in [&record.name, &record.email, &record.phone] {
                self.shown.push(text);
            }
            for text in [&record.name, &record.email, &digits_of(&record.phone)] {
                lines.push_str(&text.replace('\n', " "));
                lines.push('\n');
            }
        }
        // Of all at once, since it is the browser that decomposes.
        for line in search_key(&lines, decompose).split_inclusive('\n') {
            self.searched.push(line);
        }
    }

    /// Sorts the users that were added since, so that putting all in order does not take long.
    pub(super) fn sort_added(&mut self) {
        let (len, searched) = (self.len(), &self.searched);
        self.by_name.sort_added(len, &|row| name_key(searched, row));
        self.by_email
            .sort_added(len, &|row| email_key(searched, row));
    }

    /// Begins to put all users in order by name and by email, unless that is in progress. Returns whether it has begun.
    pub(super) fn begin_order(&mut self) -> bool {
        let is_idle = self.by_name.is_idle() && self.by_email.is_idle();
        if is_idle {
            self.by_name.begin();
            self.by_email.begin();
        }
        is_idle
    }

    /// Continues for about so many steps. Returns whether the users are in order.
    pub(super) fn advance_order(&mut self, steps: usize) -> bool {
        let searched = &self.searched;
        let name_key = |row| name_key(searched, row);
        // One after the other, since merging needs memory.
        let is_ready = self.by_name.advance(steps, &name_key)
            && self
                .by_email
                .advance(steps, &|row| email_key(searched, row));
        if is_ready {
            self.ranks.resize(self.len(), u32::MAX);
            for (rank, row) in (0..).zip(self.by_name.rows()) {
                self.ranks[row.index()] = rank;
            }
        }
        is_ready
    }

    /// Puts all users in order.
    #[cfg(test)]
    pub(in crate::domain) fn put_in_order(&mut self) {
        self.sort_added();
        while !self.begin_order() {
            self.advance_order(usize::MAX);
        }
        self.advance_order(usize::MAX);
    }

    /// Frees memory that only adding users needs.
    pub(super) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.statuses.shrink_to_fit();
        self.shown.shrink();
        self.searched.shrink();
        self.by_name.shrink();
        self.ranks.shrink_to_fit();
        self.by_email.shrink();
    }

    /// The users that match. Not in order yet.
    pub fn only(&self, fits: impl Fn(&UserRecord) -> bool, decompose: Decompose) -> Self {
        let records = self.rows().map(|row| UserRecord {
            id: self.id(row),
            name: self.name(row).to_owned(),
            email: self.email(row).to_owned(),
            phone: self.phone(row).to_owned(),
            status: self.status(row),
        });
        let records: Vec<UserRecord> = records.filter(fits).collect();
        let mut only = Self::default();
        only.add(&records, decompose);
        only
    }

    /// The number of users.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are no users.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// All rows, in the order in which the users were added.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        (0..self.len()).map(Row::new)
    }

    /// Rows sorted by name.
    pub fn by_name(&self) -> &[Row] {
        self.by_name.rows()
    }

    /// The rank of a row by name, from 0.
    fn rank_by_name(&self, row: Row) -> u32 {
        self.ranks.get(row.index()).copied().unwrap_or(u32::MAX)
    }

    /// Users or what belongs to them, sorted by name like the table. Deleted users come first. Stable. The ranks are
    /// counted, since all of them are known: comparing takes longer for many items.
    pub fn sorted_by_name<T>(&self, items: Vec<T>, user: impl Fn(&T) -> UserId) -> Vec<T> {
        let rank_of = |row| self.rank_by_name(row).saturating_add(1) as usize;
        let last = self.len() + 1;
        let rank = |item: &T| self.row(user(item)).map_or(0, rank_of).min(last);
        let ranks: Vec<usize> = items.iter().map(rank).collect();
        let mut places = vec![0; last + 2];
        for rank in &ranks {
            places[rank + 1] += 1;
        }
        for rank in 1..places.len() {
            places[rank] += places[rank - 1];
        }
        let mut sorted: Vec<Option<T>> = items.iter().map(|_| None).collect();
        for (item, rank) in items.into_iter().zip(ranks) {
            sorted[places[rank]] = Some(item);
            places[rank] += 1;
        }
        sorted.into_iter().flatten().collect()
    }

    /// Rows sorted by email address.
    pub fn by_email(&self) -> &[Row] {
        self.by_email.rows()
    }

    /// The row of a user.
    pub fn row(&self, user: UserId) -> Option<Row> {
        #[cfg(test)]
        LOOKS.set(LOOKS.get() + 1);
        self.ids.get_index_of(&user).map(Row::new)
    }

    /// Whose licenses those of a user are.
    pub(super) fn holder(&self, user: UserId) -> Holder {
        self.row(user).map_or(Holder::Other(user), Holder::Row)
    }

    /// The user of a row.
    pub fn id(&self, row: Row) -> UserId {
        #[cfg(test)]
        LOOKS.set(LOOKS.get() + 1);
        self.ids[row.index()]
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
        self.statuses[row.index()]
    }

    /// The search keys of name, email and phone digits, one per line.
    pub fn searched(&self, row: Row) -> &str {
        let first = row.index() * STRINGS;
        self.searched.span(first + NAME, first + PHONE)
    }

    /// The users whose search keys contain a word. Looks through all of them at once, in a fraction of the time that
    /// one by one takes.
    pub fn search(&self, word: &str) -> RowSet {
        let mut found = RowSet::default();
        let text = self.searched.text().as_bytes();
        // Words are short, for which the finder compares whole vectors. The code for prefilters, which only long ones
        // need, is left out.
        let mut finder = FinderBuilder::new();
        let finder = finder.prefilter(Prefilter::None).build_forward(word);
        let (mut start, mut string) = (0, 0);
        while let Some(place) = finder.find(&text[start..]) {
            string = self.searched.index_at(start + place, string);
            let row = string / STRINGS;
            found.insert(Row::new(row));
            start = self.searched.end(row * STRINGS + PHONE);
        }
        found
    }

    fn string(&self, row: Row, which: usize) -> &str {
        self.shown.get(row.index() * STRINGS + which)
    }

    /// Bytes used, without the allocator's overhead.
    pub fn bytes(&self) -> usize {
        self.ids.capacity() * (size_of::<(usize, UserId)>() + size_of::<usize>() + 1)
            + self.statuses.capacity()
            + self.shown.bytes()
            + self.searched.bytes()
            + self.by_name.bytes()
            + self.ranks.capacity() * size_of::<u32>()
            + self.by_email.bytes()
    }
}

/// Sorts by name, users without one by email, and users with the same name by email.
fn name_key(searched: &Strings, row: Row) -> (&str, &str) {
    let name = searched.get(row.index() * STRINGS + NAME);
    let email = searched.get(row.index() * STRINGS + EMAIL);
    match name.trim_end_matches('\n') {
        "" => (email, email),
        name => (name, email),
    }
}

fn email_key(searched: &Strings, row: Row) -> (&str, &str) {
    (searched.get(row.index() * STRINGS + EMAIL), "")
}

#[cfg(test)]
mod tests;
