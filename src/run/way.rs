//! Where a user goes next. It follows from what was last read, never from what the server acknowledged, so that a lost
//! answer, a reload and a late effect are one and the same case.

use super::attempt::Judgement;
use super::held::{are_same, came_true, holds, superfluous, unwanted};
use super::member::{Member, Phase, Setting, Step};
use super::moment::Moment;
use super::outcome::{Outcome, Reason};
use crate::model::plan::{Change, HeldLicense};

/// Where the way leads.
enum Way {
    Do(Step),
    Rest(Moment),
    GiveUp(Outcome),
    Arrived,
}

impl Member {
    /// Decides what is next.
    pub(super) fn go_on(&mut self, change: &Change, setting: Setting) {
        self.phase = self.decide(change, setting);
    }

    fn decide(&mut self, change: &Change, setting: Setting) -> Phase {
        let now = setting.now;
        if !self.touched && setting.is_stopping {
            return Phase::Settled(Outcome::NotBegun);
        }
        let Some(held) = self.held.clone() else {
            return Phase::Ready(Step::Read);
        };
        if !self.touched && !are_same(&held, &change.held) {
            return Phase::Settled(Outcome::SetAside);
        }
        self.given_up
            .take_if(|outcome| came_true(outcome, &held, change));
        let mut way = match self.given_up.clone() {
            Some(outcome) => Way::GiveUp(outcome),
            None => self.forward(&held, change, now),
        };
        if let Way::GiveUp(outcome) = way {
            self.given_up = Some(outcome.clone());
            way = self.back(outcome, &held, change, now);
        }
        match way {
            Way::Do(step) => Phase::Ready(step),
            Way::Rest(until) => Phase::Resting(until),
            Way::Arrived => self.settle(Outcome::Changed, now),
            Way::GiveUp(outcome) => self.settle(outcome, now),
        }
    }

    /// Not before all that may still land has landed, and was looked at.
    fn settle(&mut self, outcome: Outcome, now: Moment) -> Phase {
        match self.doubtful_until {
            Some(until) if now < until => Phase::Resting(until),
            Some(_) => self.look_again(now),
            None => Phase::Settled(outcome),
        }
    }

    /// Number, alias, license, removal of the old one, release of the old number.
    fn forward(&self, held: &[HeldLicense], change: &Change, now: Moment) -> Way {
        let attempts = &self.attempts;
        if let Some(number) = change.number.give {
            if self.numbers.unsure {
                return Way::Do(Step::ReadNumbers);
            }
            if !self.numbers.given {
                return way(
                    attempts.give.judge(now),
                    Step::Give(number),
                    Reason::NumberRefused,
                );
            }
            if !self.numbers.bound {
                return way(
                    attempts.bind.judge(now),
                    Step::Bind(number),
                    Reason::AliasRefused,
                );
            }
        }
        let old = superfluous(held, change);
        let missing = change.to.filter(|to| change.assign && !holds(held, *to));
        if let Some(product) = missing
            && (!self.remove_first || old.is_empty())
        {
            return way(
                attempts.assign.judge(now),
                Step::Assign(product),
                Reason::LicenseRefused,
            );
        }
        if !old.is_empty() {
            let reason = if change.assign && missing.is_none() {
                Reason::OldLicenseStays
            } else {
                Reason::LicenseRefused
            };
            if self.is_new_removal(&old) {
                return Way::Do(Step::Remove(old));
            }
            return way(
                attempts.remove.judge_removal(now),
                Step::Remove(old),
                reason,
            );
        }
        match change.number.release {
            Some(_) if self.numbers.unsure => Way::Do(Step::ReadNumbers),
            Some(number) if !self.numbers.taken => way(
                attempts.take.judge(now),
                Step::Take(number),
                Reason::NumberStays,
            ),
            _ => Way::Arrived,
        }
    }

    /// What was taken first is given again, what was given first is taken back; `outcome` is what was given up for.
    fn back(
        &self,
        mut outcome: Outcome,
        held: &[HeldLicense],
        change: &Change,
        now: Moment,
    ) -> Way {
        let attempts = &self.attempts;
        let lost = change
            .held
            .first()
            .filter(|_| change.to.is_some() && held.is_empty());
        if let Some(old) = lost {
            match attempts.restore.judge(now) {
                Judgement::Send => return Way::Do(Step::Assign(old.product)),
                Judgement::Rest(until) => return Way::Rest(until),
                Judgement::GiveUp(words) => {
                    outcome = Outcome::Failed(Reason::LeftWithout(words.unwrap_or_default()));
                }
            }
        }
        let unwanted = unwanted(&outcome, held, change);
        if !unwanted.is_empty() {
            match attempts.remove.judge_removal(now) {
                _ if self.is_new_removal(&unwanted) => return Way::Do(Step::Remove(unwanted)),
                Judgement::Send => return Way::Do(Step::Remove(unwanted)),
                Judgement::Rest(until) => return Way::Rest(until),
                Judgement::GiveUp(_) => outcome = with_license(outcome),
            }
        }
        let number = change
            .number
            .give
            .filter(|_| !change.to.is_some_and(|to| holds(held, to)));
        if let Some(number) = number {
            if self.numbers.unsure {
                return Way::Do(Step::ReadNumbers);
            }
            let before = change.number.release.filter(|_| !self.numbers.taken);
            let (attempt, step) = match before {
                _ if self.numbers.given => (&attempts.take_back, Step::Take(number)),
                Some(before) if self.numbers.bound => (&attempts.bind_back, Step::Bind(before)),
                _ => return Way::GiveUp(outcome),
            };
            match attempt.judge(now) {
                Judgement::Send => return Way::Do(step),
                Judgement::Rest(until) => return Way::Rest(until),
                Judgement::GiveUp(_) => {}
            }
        }
        Way::GiveUp(outcome)
    }
}

fn way(judgement: Judgement, step: Step, reason: fn(String) -> Reason) -> Way {
    match judgement {
        Judgement::Send => Way::Do(step),
        Judgement::Rest(until) => Way::Rest(until),
        Judgement::GiveUp(Some(words)) => Way::GiveUp(Outcome::Failed(reason(words))),
        Judgement::GiveUp(None) => Way::GiveUp(match reason(String::new()) {
            Reason::LicenseRefused(_) => Outcome::Unchanged,
            other => Outcome::Failed(other),
        }),
    }
}

/// The license came and could not be removed, though the number did not come.
fn with_license(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Failed(Reason::NumberRefused(words) | Reason::AliasRefused(words)) => {
            Outcome::Failed(Reason::LicenseWithoutNumber(words))
        }
        other => other,
    }
}
