//! Matches users against a filter.

use super::{Filter, LicenseFilter, NumberFilter, StatusFilter};
use crate::domain::application_view::{ApplicationView, NumberStanding};
use crate::domain::directory::{Row, RowSet, UserStatus};
use crate::domain::ids::UserId;
use crate::domain::number::{digits_of, is_punctuation};
use crate::domain::search_key::{Decompose, search_key};

/// A filter prepared for matching many users.
pub struct Matcher<'a> {
    filter: &'a Filter,
    app_view: ApplicationView<'a>,
    words: Vec<Word>,
}

/// A search word.
enum Word {
    Text(String),
    /// The digits of a word that looks like a part of a phone number.
    Number {
        text: String,
        digits: String,
    },
}

impl<'a> Matcher<'a> {
    /// Prepares a filter for an application's users.
    pub fn new(filter: &'a Filter, app_view: ApplicationView<'a>, decompose: Decompose) -> Self {
        let words = search_key(&filter.text, decompose)
            .split_whitespace()
            .map(Word::new)
            .collect();
        Self {
            filter,
            app_view,
            words,
        }
    }

    /// Those of the rows that match, in the same order.
    pub fn matching(&self, rows: &[Row]) -> Vec<Row> {
        if *self.filter == Filter::default() {
            return rows.to_vec();
        }
        let found: Vec<RowSet> = self.words.iter().map(|word| self.search(word)).collect();
        let matches = |row: &&Row| {
            found.iter().all(|found| found.contains(**row)) && self.matches_filters(**row)
        };
        rows.iter().filter(matches).copied().collect()
    }

    /// Whether the user in this row matches.
    pub fn matches(&self, row: Row) -> bool {
        self.matches_filters(row) && self.matches_text(row)
    }

    fn matches_filters(&self, row: Row) -> bool {
        self.matches_status(row) && self.matches_license(row) && self.matches_number(row)
    }

    fn matches_status(&self, row: Row) -> bool {
        let status = self.app_view.directory.users.status(row);
        match self.filter.status {
            StatusFilter::All => true,
            StatusFilter::Active => status == UserStatus::Active,
            StatusFilter::Inactive => status == UserStatus::Inactive,
        }
    }

    fn matches_license(&self, row: Row) -> bool {
        match self.filter.license {
            LicenseFilter::All => true,
            LicenseFilter::Any => self.app_view.license_at(row).is_some(),
            LicenseFilter::None => self.app_view.license_at(row).is_none(),
            LicenseFilter::Type(product) => {
                let wanted = self.app_view.catalog.find(product);
                self.app_view
                    .held_at(row)
                    .any(|held| Some(held.kind) == wanted)
            }
        }
    }

    fn matches_number(&self, row: Row) -> bool {
        let wanted = match self.filter.number {
            NumberFilter::All => return true,
            NumberFilter::Registered => NumberStanding::Registered,
            NumberFilter::Unregistered => NumberStanding::Unregistered,
            NumberFilter::None => NumberStanding::None,
        };
        let user = self.app_view.directory.users.id(row);
        self.app_view.number_standing(user) == wanted
    }

    fn matches_text(&self, row: Row) -> bool {
        let users = &self.app_view.directory.users;
        let searched = users.searched(row);
        self.words.iter().all(|word| match word {
            Word::Text(text) => searched.contains(text.as_str()),
            Word::Number { text, digits } => {
                searched.contains(text.as_str())
                    || searched.contains(digits.as_str())
                    || self.matches_sms_number(users.id(row), digits)
            }
        })
    }

    /// The users with this word.
    fn search(&self, word: &Word) -> RowSet {
        let users = &self.app_view.directory.users;
        match word {
            Word::Text(text) => users.search(text),
            Word::Number { text, digits } => {
                let mut found = users.search(digits);
                found.extend(&users.search(text));
                let holders = self.app_view.directory.with_number();
                let holders = holders.filter(|user| self.matches_sms_number(*user, digits));
                holders
                    .filter_map(|user| users.row(user))
                    .for_each(|row| found.insert(row));
                found
            }
        }
    }

    fn matches_sms_number(&self, user: UserId, digits: &str) -> bool {
        let number = self.app_view.number_of(user);
        number.is_some_and(|number| number.digits().contains(digits))
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let digits = digits_of(text);
        let is_number = !digits.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || is_punctuation(c));
        if is_number {
            Self::Number {
                text: text.to_owned(),
                digits,
            }
        } else {
            Self::Text(text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{World, decompose};
    use crate::domain::query::Sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_of_all_finds_whom_a_search_one_by_one_finds(
            names in proptest::collection::vec("[aAé1 ]{0,4}", 0..30),
            numbers in proptest::collection::vec(any::<bool>(), 30),
            text in "[aé15 -]{0,5}",
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut world = World::named(&names);
            for user in (0..names.len()).filter(|user| numbers[*user]) {
                world.give_number(user, 9_415_550_100 + user as u64);
            }
            let app_view = world.app_view(&world.sms);
            let filter = Filter { text, ..Filter::default() };
            let matcher = Matcher::new(&filter, app_view, decompose);
            let all = world.directory.users.by_name().iter().copied();
            let expected: Vec<Row> = all.filter(|row| matcher.matches(*row)).collect();
            prop_assert_eq!(filter.rows(Sort::default(), app_view, decompose), expected);
        }
    }
}
