//! What must hold at the end of every world: nothing is lost or doubled that could be known, and no claim is false.

use license_management::domain::ids::ProductId;
use license_management::domain::plan::Change;
use license_management::engine::{MOST_SENT, Outcome, Reason};

use crate::driver::End;
use crate::others::Deeds;
use crate::situations::Situations;
use crate::world::{FOREIGN, NEW, OTHER, UserState, World};

/// A read that settles a user may show what was before others did something, in milliseconds.
const LONGEST_LAG: u64 = 20_000;
/// The same if its answer waited for the machine to wake up.
const LONGEST_SLEEP: u64 = 120_000;

/// Compares the report with what the server holds.
///
/// # Errors
/// The first user whose report is wrong.
pub fn all(world: &World, end: &mut End) -> Result<(), String> {
    if let Some(outdated) = end.scans.outdated()
        && !end.has_jumped
    {
        return Err(outdated.to_owned());
    }
    let mut situations = std::mem::take(&mut end.situations);
    for (place, (change, outcome)) in end.run.outcomes().enumerate() {
        let user = User::new(world, end, place, change, outcome);
        user.count(&mut situations);
        user.check().map_err(|why| {
            let first = &end.first_report[place];
            format!(
                "{} is reported as {outcome:?} (at first {:?}), but {why}\n  {change:?}\n  {:?}\n  {:?}",
                change.user, first, user.state, user.deeds
            )
        })?;
    }
    end.situations = situations;
    Ok(())
}

/// One user at the end of a world.
struct User<'a> {
    end: &'a End,
    change: &'a Change,
    outcome: &'a Outcome,
    first: &'a (Outcome, bool, license_management::engine::Emails),
    state: &'a UserState,
    holds: Vec<ProductId>,
    held: Vec<ProductId>,
    deeds: Deeds,
    /// Whether others did something after the user was settled, so that the report says what was.
    is_overtaken: bool,
}

impl<'a> User<'a> {
    fn new(
        world: &World,
        end: &'a End,
        place: usize,
        change: &'a Change,
        outcome: &'a Outcome,
    ) -> Self {
        let user = change.user;
        let state = end.server.state(user);
        let deeds = end.others.get(&user).cloned().unwrap_or_default();
        let settled = end.settled.get(&user).copied().unwrap_or_default();
        let lag = if end.has_slept {
            LONGEST_SLEEP
        } else {
            LONGEST_LAG
        };
        Self {
            first: &end.first_report[place],
            holds: state.products(),
            held: world.users[&user].products(),
            is_overtaken: deeds.first.is_some() && deeds.last + lag >= settled,
            end,
            change,
            outcome,
            state,
            deeds,
        }
    }

    fn check(&self) -> Result<(), String> {
        self.is_settled()?;
        self.others_are_respected()?;
        self.is_not_left_without()?;
        self.requests_are_bounded()?;
        self.emails_are_right()?;
        if !self.is_overtaken {
            self.outcome_is_true()?;
            self.nothing_is_doubled()?;
            self.first_report_was_true()?;
        }
        Ok(())
    }

    fn expect(&self, right: bool, what: &str) -> Result<(), String> {
        let Self { holds, held, .. } = self;
        right
            .then_some(())
            .ok_or_else(|| format!("{what}: {holds:?} after {held:?}"))
    }

    fn is_settled(&self) -> Result<(), String> {
        let is_settled = !matches!(self.outcome, Outcome::Waiting | Outcome::Running);
        self.expect(is_settled, "it is not settled")?;
        let is_read = !matches!(self.outcome, Outcome::Failed(Reason::NotVerified(_)));
        let was_touched = self.first.1;
        self.expect(is_read || !was_touched, "it could be read in the end")?;
        self.expect(
            !self.end.run.is_unresolved(self.change.user),
            "it is not resolved",
        )
    }

    /// Licenses of other applications, and what others assigned, are still there. Of two licenses of the type wished,
    /// either may go.
    fn others_are_respected(&self) -> Result<(), String> {
        if self.state.is_deleted {
            return Ok(());
        }
        let mut licenses = self.state.licenses.iter();
        let other = licenses.any(|(each, _)| each.product == OTHER);
        self.expect(other, "a license of another application is gone")?;
        for (license, product) in &self.deeds.assigned {
            let mut licenses = self.state.licenses.iter();
            let is_there = licenses.any(|(each, _)| each.license == *license);
            // Of a type that the run sends too, nobody can tell whose a license is.
            let sent = self.end.gateway.assignments.get(&self.change.user);
            let is_alike = self.holds.contains(product)
                || sent.is_some_and(|products| products.contains(product));
            self.expect(is_there || is_alike, "what others assigned is gone")?;
        }
        Ok(())
    }

    fn is_not_left_without(&self) -> Result<(), String> {
        let had = !self.held.is_empty() && self.change.to.is_some();
        let is_told = matches!(self.outcome, Outcome::Failed(Reason::LeftWithout(_)));
        let is_left = had && self.holds.is_empty() && self.deeds.first.is_none() && !is_told;
        self.expect(!is_left, "it has no license any more")
    }

    fn requests_are_bounded(&self) -> Result<(), String> {
        let sent = self.end.gateway.assignments.get(&self.change.user);
        let kinds = 1 + self.held.len();
        let most = usize::from(MOST_SENT) * kinds * (1 + self.end.reloads);
        self.expect(
            sent.map_or(0, Vec::len) <= most,
            "it was assigned too often",
        )
    }

    fn emails_are_right(&self) -> Result<(), String> {
        let emails = self.end.run.emails_to(self.change.user);
        let sent = self.end.server.emails.get(&self.change.user);
        let sent = sent.copied().unwrap_or_default();
        // Whose one of two equal licenses is, nobody can tell.
        let by_others = self
            .deeds
            .assigned
            .iter()
            .filter(|(_, product)| *product != FOREIGN);
        let most = sent + by_others.count() + self.deeds.removed;
        let is_right =
            emails.at_least <= most && (sent <= emails.at_most || self.deeds.first.is_some());
        if !is_right {
            return Err(format!("{sent} emails went out, {emails:?} are reported"));
        }
        let due = usize::from(self.change.assign);
        let restored = self.held.len();
        let may_double = self
            .end
            .gateway
            .beyond_knowledge
            .contains(&self.change.user)
            || self.deeds.first.is_some();
        let is_due = match self.outcome {
            Outcome::Changed if self.end.reloads == 0 => sent <= due,
            Outcome::NotStarted | Outcome::Conflict => sent == 0,
            _ => sent <= due + restored,
        };
        if !is_due && !may_double {
            return Err(format!("{sent} emails went out, {due} are due"));
        }
        Ok(())
    }

    fn outcome_is_true(&self) -> Result<(), String> {
        let Self {
            change,
            holds,
            held,
            deeds,
            ..
        } = self;
        let wished: Vec<ProductId> = change.to.into_iter().collect();
        let by_others = deeds.first.is_some();
        match self.outcome {
            Outcome::Changed => {
                self.expect(*holds == wished, "holds something else")?;
                self.number_is_as_wished()
            }
            Outcome::Conflict | Outcome::Failed(Reason::ConcurrentChange) => {
                self.expect(by_others, "nobody else changed it")
            }
            Outcome::Failed(Reason::UserDeleted) => self.expect(deeds.deleted, "it is there"),
            Outcome::NotStarted | Outcome::Failed(Reason::NotVerified(_)) => {
                self.expect(by_others || holds == held, "it changed")
            }
            _ if by_others => Ok(()),
            Outcome::Failed(Reason::OldLicenseStays(_)) => {
                self.expect(*holds != wished, "no old license is there")
            }
            Outcome::Failed(Reason::NumberStays(_)) => {
                self.expect(*holds == wished, "the license is not as wished")
            }
            Outcome::Failed(Reason::LicenseWithoutNumber(_)) => {
                self.expect(holds.contains(&NEW), "it has no license")
            }
            Outcome::Failed(Reason::LeftWithout(_)) => self.expect(holds.is_empty(), "it has one"),
            Outcome::Failed(Reason::PartlyRestored(_)) => {
                let released = change.number.release;
                let is_gone = released.is_some_and(|number| !self.state.numbers.contains(&number));
                self.expect(holds.len() < held.len() || is_gone, "it has all")
            }
            Outcome::Failed(Reason::NumberNotTakenBack(_) | Reason::AliasNotRestored(_)) => {
                self.expect(holds == held, "it is not as before")
            }
            _ => {
                self.expect(holds == held, "it is not as before")?;
                self.number_is_as_before()
            }
        }
    }

    fn number_is_as_wished(&self) -> Result<(), String> {
        let Self { change, state, .. } = self;
        if let Some(give) = change.number.give {
            self.expect(state.numbers.contains(&give), "the number is not there")?;
            self.expect(state.alias == Some(give), "the alias is another one")?;
        }
        if let Some(release) = change.number.release {
            self.expect(!state.numbers.contains(&release), "the old number stayed")?;
        }
        let metadata = state
            .licenses
            .iter()
            .filter(|(each, _)| each.product == NEW);
        let mut metadata = metadata.map(|(_, number)| *number);
        let is_right = metadata.all(|number| number == change.number.after);
        self.expect(
            is_right || !change.assign || self.deeds.first.is_some(),
            "the license names another number",
        )
    }

    fn number_is_as_before(&self) -> Result<(), String> {
        let Self { change, state, .. } = self;
        let before = change.number.before();
        if let Some(give) = change.number.give {
            self.expect(!state.numbers.contains(&give), "the new number stayed")?;
        }
        if let Some(before) = before {
            self.expect(state.numbers.contains(&before), "the old number is gone")?;
            self.expect(state.alias == Some(before), "the alias is not as before")?;
            let old = state
                .licenses
                .iter()
                .filter(|(each, _)| each.product != OTHER);
            let mut old = old.filter(|(each, _)| each.product != NEW);
            let is_right = old.all(|(_, number)| *number == Some(before));
            self.expect(is_right, "a restored license names another number")?;
        }
        Ok(())
    }

    /// No license type twice, unless others gave one.
    fn nothing_is_doubled(&self) -> Result<(), String> {
        let doubled = self.holds.windows(2).any(|pair| pair[0] == pair[1]);
        let is_told = matches!(
            self.outcome,
            Outcome::Failed(Reason::OldLicenseStays(_) | Reason::LicenseWithoutNumber(_))
        );
        let is_excused = is_told || self.deeds.first.is_some();
        self.expect(!doubled || is_excused, "a license is doubled")
    }

    /// What was reported as certain when the run had ended did not turn out to be wrong, unless it could not be known.
    fn first_report_was_true(&self) -> Result<(), String> {
        let (first, is_unresolved, emails) = self.first;
        let is_certain =
            !is_unresolved && !matches!(first, Outcome::Failed(Reason::NotVerified(_)));
        let user = self.change.user;
        let could_be_known =
            !self.end.gateway.beyond_knowledge.contains(&user) && self.deeds.first.is_none();
        if !is_certain || !could_be_known {
            return Ok(());
        }
        self.expect(first == self.outcome, "it was reported otherwise at first")?;
        let now = self.end.run.emails_to(user);
        self.expect(
            emails.at_least <= now.at_most && now.at_least <= emails.at_most,
            "other emails were reported at first",
        )
    }

    /// Names what has happened with this user.
    fn count(&self, situations: &mut Situations) {
        let (first, is_unresolved, _) = self.first;
        if *is_unresolved {
            situations.occur("report unresolved at first");
        }
        if matches!(first, Outcome::Failed(Reason::NotVerified(_))) {
            situations.occur("not read at first");
        }
        if first != self.outcome {
            situations.occur("report corrected later");
        }
        let sent = self.end.server.emails.get(&self.change.user);
        let sent = sent.copied().unwrap_or_default();
        if *self.outcome == Outcome::Changed && self.change.assign && sent > 1 {
            situations.occur("double cleaned up");
        }
        let is_failed = matches!(self.outcome, Outcome::Failed(_));
        if is_failed && sent > 0 && self.holds == self.held && self.deeds.first.is_none() {
            situations.occur("old license restored");
        }
        if let Some(name) = name_of(self.outcome) {
            situations.occur(name);
        }
    }
}

fn name_of(outcome: &Outcome) -> Option<&'static str> {
    Some(match outcome {
        Outcome::Changed => "ended as changed",
        Outcome::Unchanged => "ended as unchanged",
        Outcome::Conflict => "ended in a conflict before anything was sent",
        Outcome::NotStarted => "ended as not begun",
        Outcome::Failed(reason) => match reason {
            Reason::NumberRefused(_) | Reason::AliasRefused(_) => "ended with the number refused",
            Reason::LicenseRefused(_) => "ended with the license refused",
            Reason::OldLicenseStays(_) => "ended with the old license",
            Reason::LeftWithout(_) => "ended without a license",
            Reason::NumberStays(_) => "ended with the old number",
            Reason::ConcurrentChange => "ended in a conflict",
            Reason::UserDeleted => "ended as deleted",
            _ => return None,
        },
        Outcome::Waiting | Outcome::Running => return None,
    })
}
