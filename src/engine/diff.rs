//! What a user holds, held against what the change wants.

use super::outcome::{Outcome, Reason};
use super::user_task::UserTask;
use crate::domain::ids::{LicenseId, ProductId};
use crate::domain::plan::{Change, HeldLicense};

impl UserTask {
    /// Whether a license of this type may be ours: one was sent.
    pub(super) fn is_sent(&self, product: ProductId, change: &Change) -> bool {
        let assigned = Some(product) == change.to && self.attempts.assign.sent_in_all() > 0;
        let was_held = change.held.iter().any(|each| each.product == product);
        assigned || (was_held && self.has_restored)
    }

    /// What was given up has taken effect after all.
    pub(super) fn came_true(&self, given_up: &Outcome, change: &Change) -> bool {
        let is_clear = || self.superfluous(change).is_empty();
        let holds = || change.to.is_some_and(|to| self.licenses.holds(to));
        match given_up {
            Outcome::Unchanged | Outcome::Failed(Reason::LicenseRefused(_)) if change.assign => {
                holds()
            }
            Outcome::Unchanged
            | Outcome::Failed(Reason::LicenseRefused(_) | Reason::OldLicenseStays(_)) => is_clear(),
            Outcome::Failed(Reason::NumberRefused(_) | Reason::AliasRefused(_)) => {
                let numbers = &self.numbers;
                let goes_back = self.attempts.take_back.sent_in_all() > 0;
                let is_bound = numbers.alias == change.number.give;
                !numbers.needs_read && numbers.given && is_bound && !goes_back
            }
            _ => false,
        }
    }

    /// Old licenses, those that were restored, and all but the last of the new type: if another administrator gave one
    /// too, it is theirs that stays.
    pub(super) fn superfluous(&self, change: &Change) -> Vec<LicenseId> {
        let present = || self.licenses.present();
        let old = present().filter(|each| change.remove.contains(each));
        let restored = present()
            .filter(|each| change.assign && self.ours.contains(&each.license))
            .filter(|each| Some(each.product) != change.to);
        let doubled = present()
            .rev()
            .filter(|each| change.assign && Some(each.product) == change.to)
            .skip(1);
        let all = old.chain(restored).chain(doubled);
        all.map(|each| each.license).collect()
    }

    /// Of the licenses that came to be: those that go again, since the number did not come or there is one already.
    pub(super) fn unwanted(&self, outcome: &Outcome, change: &Change) -> Vec<LicenseId> {
        let is_ours = |each: &&HeldLicense| self.ours.contains(&each.license);
        let came: Vec<&HeldLicense> = self.licenses.present().filter(is_ours).collect();
        let is_new = |each: &HeldLicense| change.assign && Some(each.product) == change.to;
        let is_doubled = |index: usize| {
            let product = came[index].product;
            let others = self.licenses.present();
            let mut others = others.filter(|each| each.license != came[index].license);
            others.any(|each| each.product == product && !came[..=index].contains(&each))
        };
        (0..came.len())
            .filter(|index| (without_number(outcome) && is_new(came[*index])) || is_doubled(*index))
            .map(|index| came[index].license)
            .collect()
    }

    /// The license types that the run took away and did not replace.
    pub(super) fn lost(&self, change: &Change) -> impl Iterator<Item = ProductId> {
        let is_replaced = change.to.is_none_or(|to| self.licenses.holds(to));
        let lost = change.held.iter().filter(move |each| {
            !is_replaced
                && self.asked_for.contains(&each.license)
                && !self.licenses.holds(each.product)
        });
        lost.map(|each| each.product)
    }

    /// A license of this type came by the run, and somebody else took it away.
    pub(super) fn has_lost(&self, product: ProductId) -> bool {
        let mut ours = self
            .licenses
            .arrived()
            .filter(|each| each.product == product && self.welcomed.contains(&each.license));
        ours.any(|each| !self.licenses.has(each.license) && !self.asked_for.contains(&each.license))
    }

    /// A license is there that the run did not give.
    fn is_foreign(&self, change: &Change) -> bool {
        self.licenses
            .present()
            .any(|each| !change.held.contains(each) && !self.welcomed.contains(&each.license))
    }

    fn holds_another(&self, change: &Change) -> bool {
        let mut present = self.licenses.present();
        present.any(|each| Some(each.product) != change.to)
    }

    /// Somebody else gave or took a license of this user.
    pub(super) fn is_disturbed(&self, change: &Change) -> bool {
        let has_vanished = change.held.iter().any(|each| {
            !self.licenses.has(each.license) && !self.asked_for.contains(&each.license)
        });
        let is_gone = change.to.is_some_and(|to| self.has_lost(to));
        self.is_foreign(change) || has_vanished || is_gone
    }

    /// Whether the license types held are those from before the change.
    fn is_as_before(&self, change: &Change) -> bool {
        let held = &change.held;
        held.iter().all(|each| self.licenses.holds(each.product))
            && self
                .licenses
                .present()
                .all(|each| held.iter().any(|held| held.product == each.product))
    }

    /// What can be said of the user, given what the task has come to and what was read.
    pub(super) fn claim(&self, outcome: Outcome, change: &Change) -> Outcome {
        let holds_new = change.to.is_some_and(|to| self.licenses.holds(to));
        match &outcome {
            Outcome::Changed if self.is_foreign(change) || holds_new != change.to.is_some() => {
                return Outcome::Failed(Reason::ConcurrentChange);
            }
            // Whose it is, is not known, so that it is left alone.
            Outcome::Changed if self.holds_another(change) => {
                return Outcome::Failed(Reason::OldLicenseStays(String::new()));
            }
            Outcome::Failed(
                Reason::NotVerified(_) | Reason::UserDeleted | Reason::ConcurrentChange,
            ) => {
                return outcome;
            }
            Outcome::Unchanged | Outcome::Failed(_) => {}
            _ => return outcome,
        }
        if self.is_disturbed(change) {
            return Outcome::Failed(Reason::ConcurrentChange);
        }
        let message = message_of(&outcome);
        match outcome {
            Outcome::Failed(Reason::NumberStays(_) | Reason::OldLicenseStays(_)) => outcome,
            _ if self.is_as_before(change)
                && self.numbers.taken
                && change.number.release.is_some() =>
            {
                Outcome::Failed(Reason::PartlyRestored(message))
            }
            _ if self.is_as_before(change) => outcome,
            _ if change.assign && holds_new => {
                if without_number(&outcome) {
                    Outcome::Failed(Reason::LicenseWithoutNumber(message))
                } else {
                    Outcome::Failed(Reason::OldLicenseStays(message))
                }
            }
            _ if change.to.is_none() => Outcome::Failed(Reason::OldLicenseStays(message)),
            _ if self.licenses.present().next().is_none() => {
                Outcome::Failed(Reason::LeftWithout(message))
            }
            _ => Outcome::Failed(Reason::PartlyRestored(message)),
        }
    }

    /// Whether what was sent may still take effect.
    pub(super) fn may_still_change(&self, change: &Change) -> bool {
        let attempts = &self.attempts;
        let licenses = attempts.assign.effects() + self.restored();
        let asked = |license: &LicenseId| self.licenses.has(*license);
        let removals = attempts.remove.effects() > 0 && self.asked_for.iter().any(asked);
        let numbers = attempts.give.effects() > usize::from(self.numbers.was_given)
            || attempts.bind.effects() > usize::from(self.numbers.was_bound)
            || (attempts.take.effects() > 0 && !self.numbers.taken)
            || (attempts.take_back.effects() > 0 && self.numbers.given)
            || (attempts.bind_back.effects() > 0 && self.numbers.alias != change.number.release);
        let is_unsure = self.licenses.missing().is_some();
        licenses > self.welcomed.len() || removals || numbers || is_unsure
    }
}

/// Whether it was given up because of the number.
pub(super) fn without_number(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Failed(
            Reason::NumberRefused(_)
                | Reason::AliasRefused(_)
                | Reason::NumberNotTakenBack(_)
                | Reason::AliasNotRestored(_)
        )
    )
}

/// The server's message in an outcome.
pub(super) fn message_of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Failed(
            Reason::NumberRefused(message)
            | Reason::AliasRefused(message)
            | Reason::LicenseRefused(message)
            | Reason::NotVerified(message)
            | Reason::OldLicenseStays(message)
            | Reason::LeftWithout(message)
            | Reason::LicenseWithoutNumber(message)
            | Reason::NumberStays(message)
            | Reason::NumberNotTakenBack(message)
            | Reason::AliasNotRestored(message)
            | Reason::PartlyRestored(message),
        ) => message.clone(),
        _ => String::new(),
    }
}
