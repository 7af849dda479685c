//! Matches users against a filter.

use super::{Filter, LicenseFilter, NumberFilter, StatusFilter};
use crate::domain::application_view::{ApplicationView, NumberStanding};
use crate::domain::directory::{Row, UserStatus};
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

    /// Whether the user in this row matches.
    pub fn matches(&self, row: Row) -> bool {
        let user = self.app_view.directory.users.id(row);
        self.matches_status(row)
            && self.matches_license(user)
            && self.matches_number(user)
            && self.matches_text(row, user)
    }

    fn matches_status(&self, row: Row) -> bool {
        let status = self.app_view.directory.users.status(row);
        match self.filter.status {
            StatusFilter::All => true,
            StatusFilter::Active => status == UserStatus::Active,
            StatusFilter::Inactive => status == UserStatus::Inactive,
        }
    }

    fn matches_license(&self, user: UserId) -> bool {
        match self.filter.license {
            LicenseFilter::All => true,
            LicenseFilter::Any => self.app_view.license_of(user).is_some(),
            LicenseFilter::None => self.app_view.license_of(user).is_none(),
            LicenseFilter::Type(product) => {
                let wanted = self.app_view.catalog.find(product);
                self.app_view
                    .held(user)
                    .any(|held| Some(held.kind) == wanted)
            }
        }
    }

    fn matches_number(&self, user: UserId) -> bool {
        let wanted = match self.filter.number {
            NumberFilter::All => return true,
            NumberFilter::Registered => NumberStanding::Registered,
            NumberFilter::Unregistered => NumberStanding::Unregistered,
            NumberFilter::None => NumberStanding::None,
        };
        self.app_view.number_standing(user) == wanted
    }

    fn matches_text(&self, row: Row, user: UserId) -> bool {
        let searched = self.app_view.directory.users.searched(row);
        self.words.iter().all(|word| match word {
            Word::Text(text) => searched.contains(text.as_str()),
            Word::Number { text, digits } => {
                searched.contains(text.as_str())
                    || searched.contains(digits.as_str())
                    || self
                        .app_view
                        .number_of(user)
                        .is_some_and(|number| number.digits().contains(digits.as_str()))
            }
        })
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
