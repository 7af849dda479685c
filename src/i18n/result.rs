//! Texts for the result of a run, on the page and in the CSV export.

use super::{count, joined, list, number, outcome, say};
use crate::domain::application_view::ApplicationView;
use crate::domain::ids::UserId;
use crate::domain::user_view::label;
use crate::engine::{Emails, Holding, Line, Outcome, Reason, Report, Tally, TimeLeft};

/// A user's row of a result, as texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultRow {
    /// Full name; may be empty.
    pub name: String,
    /// Email address; may be empty.
    pub email: String,
    /// What the user had before.
    pub was: HoldingText,
    /// What the user had afterwards.
    pub is: HoldingText,
    /// How many welcome emails the run caused.
    pub emails: String,
    /// The outcome in a word or two.
    pub ended: String,
    /// Why the user was not changed, with the server's message; empty if changed.
    pub why: String,
    /// What to do next; empty if nothing.
    pub remedy: String,
}

/// What a user has, as texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldingText {
    /// The license types, or "No license".
    pub license: String,
    /// The number; may be empty.
    pub number: String,
}

impl ResultRow {
    /// The texts for a line of a report.
    pub fn new(line: &Line, app_view: ApplicationView) -> Self {
        let users = &app_view.directory.users;
        let row = users.row(line.change.user);
        let name = row.map(|row| users.name(row).to_owned());
        Self {
            name: name.unwrap_or_else(|| line.change.user.to_string()),
            email: row.map_or_else(String::new, |row| users.email(row).to_owned()),
            was: holding(&line.was, app_view),
            is: line
                .is
                .as_ref()
                .map_or_else(unknown, |is| holding(is, app_view)),
            emails: emails(line.emails),
            ended: ended(line),
            why: why(line),
            remedy: remedy(&line.outcome).unwrap_or_default(),
        }
    }

    /// What a user has now, in one line.
    pub fn now(user: UserId, app_view: ApplicationView) -> String {
        let now = holding(&Holding::now(user, app_view), app_view);
        [now.license, now.number].join(" ").trim_end().to_owned()
    }

    /// An unambiguous label for the user.
    pub fn label(&self) -> String {
        label(&self.name, &self.email)
    }

    fn cells(self) -> [String; 10] {
        [
            self.name,
            self.email,
            self.was.license,
            self.was.number,
            self.is.license,
            self.is.number,
            self.emails,
            self.ended,
            self.why,
            self.remedy,
        ]
    }
}

/// The result as a table with a header row.
pub fn result_table(
    report: &Report,
    app_view: ApplicationView,
) -> impl Iterator<Item = [String; 10]> {
    let head = [
        say!("export.name"),
        say!("export.email"),
        say!("export.license_before"),
        say!("export.number_before"),
        say!("export.license_after"),
        say!("export.number_after"),
        say!("export.emails"),
        say!("export.outcome"),
        say!("export.reason"),
        say!("export.remedy"),
    ];
    let lines = report.lines.iter();
    std::iter::once(head).chain(lines.map(move |line| ResultRow::new(line, app_view).cells()))
}

/// The number of users by outcome.
pub fn tally(tally: Tally) -> String {
    let parts = [
        (tally.changed, count("run.changed", tally.changed)),
        (tally.unchanged, count("run.unchanged", tally.unchanged)),
        (tally.conflicts, count("run.skipped", tally.conflicts)),
        (
            tally.not_started,
            count("run.not_started", tally.not_started),
        ),
        (tally.failed, count("run.failed", tally.failed)),
    ];
    joined(parts.map(|(n, text)| (n > 0).then_some(text)))
}

/// The time left of a run.
pub fn time_left(left: TimeLeft) -> String {
    match left {
        TimeLeft::Seconds => say!("run.seconds_left"),
        TimeLeft::Minutes(n) => count("run.minutes_left", n),
        TimeLeft::Hours(n) => count("run.hours_left", n),
    }
}

fn holding(holding: &Holding, app_view: ApplicationView) -> HoldingText {
    let names: Vec<String> = holding
        .licenses
        .iter()
        .filter_map(|product| app_view.catalog.get(app_view.catalog.find(*product)?))
        .map(|kind| kind.name.clone())
        .collect();
    let license = if names.is_empty() {
        say!("license.none")
    } else {
        list(&names)
    };
    let number = holding.number.map(|number| number.to_string());
    HoldingText {
        license,
        number: number.unwrap_or_default(),
    }
}

/// What a user has is unknown.
fn unknown() -> HoldingText {
    HoldingText {
        license: say!("result.unknown"),
        number: String::new(),
    }
}

fn emails(emails: Emails) -> String {
    match emails.exactly() {
        Some(exactly) => number(exactly),
        None => say!(
            "result.emails_between",
            least = number(emails.at_least),
            most = number(emails.at_most)
        ),
    }
}

/// Why the user was not changed, and whether the change may still take effect.
fn why(line: &Line) -> String {
    let why = match line.outcome {
        // A recheck will tell.
        Outcome::Unchanged if line.is_unresolved => None,
        _ => outcome(&line.outcome),
    };
    let unresolved = line.is_unresolved.then(|| say!("outcome.unresolved"));
    let both: Vec<String> = why.into_iter().chain(unresolved).collect();
    both.join(" ")
}

fn ended(line: &Line) -> String {
    match &line.outcome {
        Outcome::Unchanged if line.is_unresolved => say!("result.unresolved"),
        Outcome::Waiting => say!("row.waiting"),
        Outcome::Running => say!("row.running"),
        Outcome::Changed => say!("row.changed"),
        Outcome::Unchanged => say!("result.unchanged"),
        Outcome::Conflict => say!("result.skipped"),
        Outcome::NotStarted => say!("result.not_started"),
        Outcome::Failed(_) => say!("result.failed"),
    }
}

/// What to do next; `None`: the user was changed or is not settled yet.
fn remedy(outcome: &Outcome) -> Option<String> {
    Some(match outcome {
        Outcome::Waiting | Outcome::Running | Outcome::Changed => return None,
        Outcome::Unchanged => say!("remedy.unchanged"),
        Outcome::Conflict => say!("remedy.skipped"),
        Outcome::NotStarted => say!("remedy.not_started"),
        Outcome::Failed(reason) => match reason {
            Reason::NumberRefused(_) => say!("remedy.number_refused"),
            Reason::AliasRefused(_) => say!("remedy.alias_refused"),
            Reason::LicenseRefused(_) => say!("remedy.license_refused"),
            Reason::NotVerified(_) => say!("remedy.not_verified"),
            Reason::OldLicenseStays(_) => say!("remedy.old_license_not_removed"),
            Reason::LeftWithout(_) => say!("remedy.no_license_left"),
            Reason::LicenseWithoutNumber(_) => say!("remedy.license_without_number"),
            Reason::NumberStays(_) => say!("remedy.old_number_not_released"),
            Reason::UserDeleted => say!("remedy.user_deleted"),
            Reason::ConcurrentChange => say!("remedy.conflict"),
            Reason::NumberNotTakenBack(_) => say!("remedy.number_not_released"),
            Reason::AliasNotRestored(_) => say!("remedy.alias_not_restored"),
            Reason::PartlyRestored(_) => say!("remedy.partially_restored"),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::fixtures::{self, World};
    use crate::domain::plan::{Change, NumberChange};

    fn line(world: &World, outcome: Outcome) -> Line {
        Line {
            change: Change {
                user: world.id(0),
                held: Vec::new(),
                to: Some(fixtures::SMS),
                assign: true,
                remove: Vec::new(),
                number: NumberChange::default(),
                wave: 0,
            },
            was: Holding::default(),
            is: Some(Holding {
                licenses: vec![fixtures::SMS, fixtures::SMS_ULTIMATE],
                number: Some(fixtures::number(9_415_550_100)),
            }),
            outcome,
            is_unresolved: false,
            emails: Emails {
                at_least: 1,
                at_most: 1,
            },
        }
    }

    #[test]
    fn every_way_to_fail_has_a_remedy_of_its_own() {
        let reasons = [
            Reason::NumberRefused,
            Reason::AliasRefused,
            Reason::LicenseRefused,
            Reason::NotVerified,
            Reason::OldLicenseStays,
            Reason::LeftWithout,
            Reason::LicenseWithoutNumber,
            Reason::NumberStays,
            Reason::NumberNotTakenBack,
            Reason::AliasNotRestored,
            Reason::PartlyRestored,
        ];
        let failed = reasons.map(|reason| Outcome::Failed(reason(String::new())));
        let others = [
            Outcome::Unchanged,
            Outcome::Conflict,
            Outcome::NotStarted,
            Outcome::Failed(Reason::ConcurrentChange),
            Outcome::Failed(Reason::UserDeleted),
        ];
        let all: Vec<String> = failed.iter().chain(&others).filter_map(remedy).collect();
        let different: BTreeSet<&String> = all.iter().collect();
        assert_eq!((all.len(), different.len()), (16, 16));
        assert_eq!(remedy(&Outcome::Changed), None);
    }

    #[test]
    fn what_a_user_ended_as_is_not_said_again_as_the_reason() {
        let all = [Outcome::Unchanged, Outcome::Conflict, Outcome::NotStarted];
        let world = World::new(1);
        for each in all {
            let line = line(&world, each);
            let why = why(&line);
            assert!(!why.starts_with(&ended(&line)), "{why}");
        }
    }

    #[test]
    fn a_result_for_a_file_has_a_head_and_says_who_what_and_why() {
        let world = World::new(1);
        let refused = Outcome::Failed(Reason::LicenseRefused("no seat".into()));
        let report = Report {
            tally: Tally::default(),
            lines: vec![line(&world, refused)],
            forbidden: None,
        };
        let rows: Vec<_> = result_table(&report, world.app_view(&world.sms)).collect();
        assert_eq!(rows.len(), 2);
        let expected = [
            "User 0000",
            "user0@example.com",
            "No license",
            "",
            "StarMessenger, StarMessenger Ultimate",
            "(941) 555-0100",
            "1",
            "Failed",
            "The license couldn't be assigned: no seat.",
        ];
        assert_eq!(rows[1][..9], expected);
        assert!(!rows[1][9].is_empty());
    }

    #[test]
    fn what_is_not_known_is_said_to_be_unknown() {
        let world = World::new(1);
        let unread = Line {
            is: None,
            is_unresolved: true,
            emails: Emails {
                at_least: 0,
                at_most: 2,
            },
            ..line(&world, Outcome::Failed(Reason::NotVerified(String::new())))
        };
        let row = ResultRow::new(&unread, world.app_view(&world.sms));
        assert_eq!(
            (row.is.license.as_str(), row.emails.as_str()),
            ("Unknown", "0 to 2")
        );
        assert!(
            row.why.ends_with(&say!("outcome.unresolved")),
            "{}",
            row.why
        );
        let unseen = Line {
            outcome: Outcome::Unchanged,
            ..unread
        };
        let row = ResultRow::new(&unseen, world.app_view(&world.sms));
        assert_eq!(
            (row.ended, row.why),
            (say!("result.unresolved"), say!("outcome.unresolved"))
        );
    }

    #[test]
    fn only_what_there_is_is_counted() {
        let some = Tally {
            users: 3,
            changed: 2,
            failed: 1,
            ..Tally::default()
        };
        assert_eq!(tally(some), "2 users changed · 1 failed");
    }
}
