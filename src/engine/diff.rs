//! The diff between what a user has and what the change wants.

use super::outcome::{Outcome, Reason};
use super::user_task::UserTask;
use crate::domain::ids::{LicenseId, ProductId};
use crate::domain::plan::HeldLicense;

impl UserTask {
    /// Whether a license of this type may be from this run: an assignment was sent.
    pub(super) fn is_sent(&self, product: ProductId) -> bool {
        let assigned = Some(product) == self.change.to && self.attempts.assign.sent_in_all() > 0;
        let was_held = self.change.held.iter().any(|each| each.product == product);
        assigned || (was_held && self.has_restored)
    }

    /// Whether a write that had failed has taken effect after all.
    pub(super) fn came_true(&self, given_up: &Outcome) -> bool {
        let is_clear = || self.superfluous().is_empty();
        let holds = || self.change.to.is_some_and(|to| self.licenses.holds(to));
        match given_up {
            Outcome::Unchanged | Outcome::Failed(Reason::LicenseRefused(_))
                if self.change.assign =>
            {
                holds()
            }
            Outcome::Unchanged
            | Outcome::Failed(Reason::LicenseRefused(_) | Reason::OldLicenseStays(_)) => is_clear(),
            Outcome::Failed(Reason::NumberRefused(_) | Reason::AliasRefused(_)) => {
                let numbers = &self.numbers;
                let goes_back = self.attempts.take_back.sent_in_all() > 0;
                let is_bound = numbers.alias == self.change.number.give;
                !numbers.needs_read && numbers.given && is_bound && !goes_back
            }
            _ => false,
        }
    }

    /// Licenses to remove: old ones, restored ones, and all but the last of the new type; if another administrator
    /// assigned one too, theirs stays.
    pub(super) fn superfluous(&self) -> Vec<LicenseId> {
        let present = || self.licenses.present();
        let old = present().filter(|each| self.change.remove.contains(each));
        let restored = present()
            .filter(|each| self.change.assign && self.ours.contains(&each.license))
            .filter(|each| Some(each.product) != self.change.to);
        let doubled = present()
            .rev()
            .filter(|each| self.change.assign && Some(each.product) == self.change.to)
            .skip(1);
        let all = old.chain(restored).chain(doubled);
        all.map(|each| each.license).collect()
    }

    /// Licenses assigned by the run that must be removed again, since the number is missing or there is a duplicate.
    pub(super) fn unwanted(&self, outcome: &Outcome) -> Vec<LicenseId> {
        let is_ours = |each: &&HeldLicense| self.ours.contains(&each.license);
        let came: Vec<&HeldLicense> = self.licenses.present().filter(is_ours).collect();
        let is_new =
            |each: &HeldLicense| self.change.assign && Some(each.product) == self.change.to;
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

    /// The license types that the run removed and did not replace.
    pub(super) fn lost(&self) -> impl Iterator<Item = ProductId> {
        let is_replaced = self.change.to.is_none_or(|to| self.licenses.holds(to));
        let lost = self.change.held.iter().filter(move |each| {
            !is_replaced
                && self.asked_for.contains(&each.license)
                && !self.licenses.holds(each.product)
        });
        lost.map(|each| each.product)
    }

    /// Whether another administrator removed a license of this type that the run had assigned.
    pub(super) fn has_lost(&self, product: ProductId) -> bool {
        let mut ours = self
            .licenses
            .arrived()
            .filter(|each| each.product == product && self.welcomed.contains(&each.license));
        ours.any(|each| !self.licenses.has(each.license) && !self.asked_for.contains(&each.license))
    }

    /// Whether there is a license that the run did not assign.
    fn is_foreign(&self) -> bool {
        self.licenses
            .present()
            .any(|each| !self.change.held.contains(each) && !self.welcomed.contains(&each.license))
    }

    fn holds_another(&self) -> bool {
        let mut present = self.licenses.present();
        present.any(|each| Some(each.product) != self.change.to)
    }

    /// Whether another administrator changed the user's licenses.
    pub(super) fn is_disturbed(&self) -> bool {
        let has_vanished = self.change.held.iter().any(|each| {
            !self.licenses.has(each.license) && !self.asked_for.contains(&each.license)
        });
        let is_gone = self.change.to.is_some_and(|to| self.has_lost(to));
        self.is_foreign() || has_vanished || is_gone
    }

    /// Whether the license types are those from before the change.
    fn is_as_before(&self) -> bool {
        let held = &self.change.held;
        held.iter().all(|each| self.licenses.holds(each.product))
            && self
                .licenses
                .present()
                .all(|each| held.iter().any(|held| held.product == each.product))
    }

    /// The outcome, given the result of the task and what was read.
    pub(super) fn claim(&self, outcome: Outcome) -> Outcome {
        let holds_new = self.change.to.is_some_and(|to| self.licenses.holds(to));
        match &outcome {
            Outcome::Changed if self.is_foreign() || holds_new != self.change.to.is_some() => {
                return Outcome::Failed(Reason::ConcurrentChange);
            }
            // Its origin is unknown, so it is not touched.
            Outcome::Changed if self.holds_another() => {
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
        if self.is_disturbed() {
            return Outcome::Failed(Reason::ConcurrentChange);
        }
        let message = message_of(&outcome);
        match outcome {
            Outcome::Failed(Reason::NumberStays(_) | Reason::OldLicenseStays(_)) => outcome,
            _ if self.is_as_before()
                && self.numbers.taken
                && self.change.number.release.is_some() =>
            {
                Outcome::Failed(Reason::PartlyRestored(message))
            }
            _ if self.is_as_before() => outcome,
            _ if self.change.assign && holds_new => {
                if without_number(&outcome) {
                    Outcome::Failed(Reason::LicenseWithoutNumber(message))
                } else {
                    Outcome::Failed(Reason::OldLicenseStays(message))
                }
            }
            _ if self.change.to.is_none() => Outcome::Failed(Reason::OldLicenseStays(message)),
            _ if self.licenses.present().next().is_none() => {
                Outcome::Failed(Reason::LeftWithout(message))
            }
            _ => Outcome::Failed(Reason::PartlyRestored(message)),
        }
    }

    /// Whether a write may still take effect.
    pub(super) fn may_still_change(&self) -> bool {
        let attempts = &self.attempts;
        let licenses = attempts.assign.effects() + self.restored();
        let asked = |license: &LicenseId| self.licenses.has(*license);
        let removals = attempts.remove.effects() > 0 && self.asked_for.iter().any(asked);
        let numbers = attempts.give.effects() > usize::from(self.numbers.was_given)
            || attempts.bind.effects() > usize::from(self.numbers.was_bound)
            || (attempts.take.effects() > 0 && !self.numbers.taken)
            || (attempts.take_back.effects() > 0 && self.numbers.given)
            || (attempts.bind_back.effects() > 0
                && self.numbers.alias != self.change.number.release);
        let is_unsure = self.licenses.missing().is_some();
        licenses > self.welcomed.len() || removals || numbers || is_unsure
    }
}

/// Whether the task failed because of the number.
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
