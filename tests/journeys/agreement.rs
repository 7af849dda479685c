//! Whether the page, the file of the result, the database and the outbox say the same of a run.

use std::collections::BTreeMap;

use sandbox::{Inspect, UserRow};

use crate::data::{is_active, label};
use crate::eventually::{eventually_eq, eventually_true, there};
use crate::page::Page;
use crate::seen::ResultLine;
use crate::texts::{self, say, say_with};

/// What the file of a result says of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    pub before: String,
    pub after: String,
    pub number: String,
    pub emails: String,
    pub ended: String,
    pub why: String,
}

/// Active users who do not have exactly Meet Pro.
pub fn wish_for_pro(db: &Inspect) -> Vec<UserRow> {
    let mut users = db.users();
    users.retain(|user| is_active(user) && db.licenses_of(&user.email, "meet") != ["Meet Pro"]);
    users
}

/// What the file says of emails of which the number is not known.
pub fn emails_between(least: &str, most: &str) -> String {
    say_with("result.emails_between", [("least", least), ("most", most)])
}

/// How a run of Meet ends of which all users became as wished.
pub fn all_changed(users: &[UserRow]) -> String {
    texts::all_changed("Meet", users.len())
}

impl Page {
    /// Opens the review of Meet Pro for all active users of an account with so few that they are on one page.
    pub async fn review_pro_for_all(&self) -> Vec<UserRow> {
        let users = wish_for_pro(&self.db());
        self.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        self.click_labelled(say("table.select_page")).await;
        self.change_license("Meet Pro").await;
        self.open_review().await;
        users
    }

    /// Opens the review of this license type for these users.
    pub async fn review_license(&self, users: &[UserRow], license: &str) {
        for user in users {
            self.choose_license(&user.email, license).await;
        }
        self.open_review().await;
    }

    /// Saves the result that is shown: what the file says, by email address.
    pub async fn saved_result(&self) -> BTreeMap<String, FileLine> {
        // Browsers name another file of the same minute differently, or the same.
        self.forget_downloads();
        self.click_button(say("result.export")).await;
        let (_, text) = there("the file", async || self.downloads().pop()).await;
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let lines = reader.records().map(|record| {
            let record = record.unwrap();
            let cell = |at: usize| record[at].to_owned();
            let line = FileLine {
                before: cell(2),
                after: cell(4),
                number: cell(5),
                emails: cell(6),
                ended: cell(7),
                why: cell(8),
            };
            (cell(1), line)
        });
        lines.collect()
    }

    /// What the result says of a user.
    pub async fn result_of(&self, user: &UserRow) -> ResultLine {
        let mut lines = self.result().await.lines.into_iter();
        let who = crate::data::title(user);
        let found = lines.find(|line| line.who == who);
        found.unwrap_or_else(|| panic!("{} is not in the result", label(user)))
    }

    /// Everybody has Meet Pro alone and got one email; the page says so too, and the file.
    pub async fn all_have_pro(&self, users: &[UserRow]) {
        let db = self.db();
        let result = self.result().await;
        assert_eq!(result.title, all_changed(users), "{:#?}", result.problems);
        for line in &result.lines {
            assert_eq!(
                (line.is.as_str(), line.ended.as_str()),
                ("Meet Pro", say("row.changed")),
                "{line:#?}"
            );
        }
        let file = self.saved_result().await;
        assert_eq!(file.len(), users.len());
        let mails = db.mails_per_user();
        for user in users {
            let email = &user.email;
            assert_eq!(db.licenses_of(email, "meet"), ["Meet Pro"], "{email}");
            assert_eq!(mails.get(email), Some(&1), "{email}");
            let line = &file[email];
            let said = [&line.after, &line.emails, &line.ended, &line.why];
            assert_eq!(said, ["Meet Pro", "1", say("row.changed"), ""], "{email}");
            assert_ne!(line.before, "Meet Pro", "{email}");
        }
        // Nothing of it is pending any more, and the table says so as well.
        eventually_true!(self.bar().await.is_none());
        let others = async || {
            let mut rows = self.rows().await;
            rows.retain(|row| users.iter().any(|user| user.email == row.email));
            rows.retain(|row| row.license.shown != "Meet Pro");
            rows.len()
        };
        eventually_eq!(others().await, 0);
    }

    /// Whether reads of the API show by now that a user has this license type.
    pub async fn reads_show(&self, user: &UserRow, license: &str) -> bool {
        !self.metadata(&user.uuid, license).await.is_empty()
    }
}
