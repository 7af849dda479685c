//! Decides the next step of a user task. The decision depends on what was last read, never on what the server
//! acknowledged, so that lost answers, reloads and late effects are handled alike.

use super::attempt::{Judgement, NoEffect};
use super::diff::message_of;
use super::outcome::{Outcome, Reason, Settlement};
use super::rechecks::Found;
use super::timestamp::Timestamp;
use super::user_task::{Allowed, Context, Journaled, Phase, Step, UserTask};
use super::window::Polling;
use crate::domain::number::Number;

/// The next step of a user task.
enum Decision {
    Do(Step),
    Wait(Timestamp),
    /// Has the user read alone before a failure shown by a scan is accepted.
    Confirm,
    /// Has some of the users read alone before a step is sent again whose effect the scan does not show.
    Probe(Step),
    GiveUp(Outcome),
    Arrived,
}

impl UserTask {
    /// Decides and performs the next step. Returns when to recheck the user, if now settled.
    pub(super) fn go_on(&mut self, context: Context) -> Option<Timestamp> {
        let decision = match self.begin(context) {
            Some(decision) => decision,
            None => self.decide(context),
        };
        match decision {
            Decision::Do(step) => self.phase = Phase::Ready(step),
            Decision::Wait(until) => self.phase = Phase::Waiting(until),
            Decision::Confirm => {
                self.needs_read = true;
                self.reads_alone = true;
                self.phase = Phase::Ready(Step::Read);
            }
            Decision::Probe(step) => self.phase = Phase::Unshown(step),
            Decision::Arrived => return self.settle(Outcome::Changed, context.now),
            Decision::GiveUp(outcome) => return self.settle(outcome, context.now),
        }
        None
    }

    /// The decision before anything is written.
    fn begin(&self, context: Context) -> Option<Decision> {
        if !self.touched && context.is_stopping {
            return Some(Decision::GiveUp(Outcome::NotStarted));
        }
        if self.needs_read {
            return Some(Decision::Do(Step::Read));
        }
        if self.touched || self.licenses.are(&self.change.held) {
            return None;
        }
        // A stale read may show the state before the plan.
        let began = self.began.unwrap_or_default();
        let as_of = self.licenses.as_of();
        let next = context.window.next_read(began, as_of, Polling::Sparing);
        Some(match next {
            Some(next) => Decision::Wait(next),
            None if self.is_scanned => Decision::Confirm,
            None => Decision::GiveUp(Outcome::Conflict),
        })
    }

    fn decide(&mut self, context: Context) -> Decision {
        if self
            .given_up
            .as_ref()
            .is_some_and(|outcome| self.came_true(outcome))
        {
            self.given_up = None;
        }
        let forward = match self.given_up.clone() {
            Some(outcome) => Decision::GiveUp(outcome),
            None => self.forward(context),
        };
        let outcome = match forward {
            Decision::GiveUp(_) if self.is_scanned => return Decision::Confirm,
            Decision::Arrived
                if self.is_scanned && self.claim(Outcome::Changed) != Outcome::Changed =>
            {
                return Decision::Confirm;
            }
            Decision::GiveUp(outcome) => outcome,
            forward => return forward,
        };
        if self.given_up.replace(outcome.clone()).is_none() {
            // Journal first, so that a later page knows that restored licenses are ours.
            self.journaled = Journaled::No;
        }
        self.back(outcome, context)
    }

    /// Moves forward: number, alias, license, removal of the old license, release of the old number.
    fn forward(&self, context: Context) -> Decision {
        let attempts = &self.attempts;
        let window = context.window;
        if let Some(number) = self.change.number.give {
            if self.numbers.needs_read {
                return Decision::Do(Step::ReadNumbers);
            }
            let as_of = self.numbers.as_of;
            if !self.numbers.given {
                let judgement = attempts.give.judge(as_of, window);
                return self.step(
                    judgement,
                    Step::Give(number),
                    Reason::NumberRefused,
                    Allowed::All,
                    context,
                );
            }
            if self.numbers.alias != Some(number) {
                let judgement = attempts.bind.judge(as_of, window);
                return self.step(
                    judgement,
                    Step::Bind(number),
                    Reason::AliasRefused,
                    Allowed::CleaningUp,
                    context,
                );
            }
        }
        let as_of = self.licenses.as_of();
        let old = self.superfluous();
        let missing = self
            .change
            .to
            .filter(|to| self.change.assign && !self.licenses.holds(*to));
        if let Some(product) = missing {
            if self.has_lost(product) {
                return Decision::GiveUp(Outcome::Failed(Reason::ConcurrentChange));
            }
            if !self.remove_first || old.is_empty() {
                let assignment = self.step(
                    attempts.assign.judge(as_of, window),
                    Step::Assign(product),
                    Reason::LicenseRefused,
                    Allowed::All,
                    context,
                );
                return match assignment {
                    Decision::Do(step) if self.is_scanned && attempts.assign.effects() > 0 => {
                        Decision::Probe(step)
                    }
                    assignment => assignment,
                };
            }
        }
        if !old.is_empty()
            && let Some(since) = self.licenses.missing()
            && let Some(next) = window.next_read(since, as_of, Polling::Sparing)
        {
            // Nothing is removed before the new license is verified.
            return Decision::Wait(next);
        }
        if !old.is_empty() {
            let reason = if self.change.assign && missing.is_none() {
                Reason::OldLicenseStays
            } else {
                Reason::LicenseRefused
            };
            let judgement = if self.is_new_removal(&old) {
                Judgement::Send
            } else {
                attempts.remove.judge_removal(as_of, window)
            };
            let step = Step::Remove(old);
            return self.step(judgement, step, reason, Allowed::CleaningUp, context);
        }
        match self.change.number.release {
            Some(_) if self.numbers.needs_read => Decision::Do(Step::ReadNumbers),
            Some(number) if !self.numbers.taken => self.step(
                attempts.take.judge(self.numbers.as_of, window),
                Step::Take(number),
                Reason::NumberStays,
                Allowed::CleaningUp,
                context,
            ),
            // The last read may be old.
            _ if self.numbers.written.is_some_and(|at| as_of < at) => Decision::Do(Step::Read),
            _ => Decision::Arrived,
        }
    }

    /// A step forward, unless it is not allowed or has failed.
    fn step(
        &self,
        judgement: Judgement,
        step: Step,
        reason: fn(String) -> Reason,
        needed: Allowed,
        context: Context,
    ) -> Decision {
        let no_effect = match judgement {
            Judgement::Wait(until) => return Decision::Wait(until),
            Judgement::Send => match context.forbidden {
                Some(message) => NoEffect::Message(message.to_owned()),
                None if self.allowed < needed => NoEffect::Unseen,
                None => return Decision::Do(step),
            },
            Judgement::GiveUp(no_effect) => no_effect,
        };
        Decision::GiveUp(match no_effect {
            NoEffect::Message(message) => Outcome::Failed(reason(message)),
            NoEffect::Unseen => match reason(String::new()) {
                Reason::LicenseRefused(_) => Outcome::Unchanged,
                other => Outcome::Failed(other),
            },
        })
    }

    /// Moves back: restores what was removed and removes what was assigned; `outcome` is the reason.
    fn back(&self, outcome: Outcome, context: Context) -> Decision {
        if outcome == Outcome::Failed(Reason::ConcurrentChange) {
            return Decision::GiveUp(outcome);
        }
        if let Some(decision) = self.restore(context) {
            return decision;
        }
        let unwanted = self.unwanted(&outcome);
        if !unwanted.is_empty() && self.allowed >= Allowed::CleaningUp {
            let judgement = if self.is_new_removal(&unwanted) {
                Judgement::Send
            } else {
                self.attempts
                    .remove
                    .judge_removal(self.licenses.as_of(), context.window)
            };
            match judgement {
                Judgement::Send => return Decision::Do(Step::Remove(unwanted)),
                Judgement::Wait(until) => return Decision::Wait(until),
                Judgement::GiveUp(_) => {}
            }
        }
        match self.change.number.give {
            Some(number) if !self.keeps_number() => self.number_back(number, outcome, context),
            _ => Decision::GiveUp(outcome),
        }
    }

    /// Restores licenses that had to be removed first, one type after the other.
    fn restore(&self, context: Context) -> Option<Decision> {
        let product = self.lost().next()?;
        if self.allowed < Allowed::All {
            return None;
        }
        match self
            .attempts
            .restore
            .judge(self.licenses.as_of(), context.window)
        {
            _ if self.restoring != Some(product) => Some(Decision::Do(Step::Assign(product))),
            Judgement::Send => Some(Decision::Do(Step::Assign(product))),
            Judgement::Wait(until) => Some(Decision::Wait(until)),
            Judgement::GiveUp(_) => None,
        }
    }

    /// Releases the new number and restores the alias to the old one, which the server may have cleared.
    fn number_back(&self, number: Number, outcome: Outcome, context: Context) -> Decision {
        if self.numbers.needs_read {
            return Decision::Do(Step::ReadNumbers);
        }
        let Some(written) = self.numbers.written else {
            return Decision::GiveUp(outcome);
        };
        let message = message_of(&outcome);
        let as_of = self.numbers.as_of;
        let old = self.change.number.release.filter(|_| !self.numbers.taken);
        let (attempt, step, reason): (_, _, fn(String) -> Reason) = match old {
            _ if self.numbers.given => (
                &self.attempts.take_back,
                Step::Take(number),
                Reason::NumberNotTakenBack,
            ),
            // The last write may not be visible yet.
            _ if !context.window.is_over(written, as_of) => {
                return Decision::Wait(context.window.end(written));
            }
            Some(old) if self.numbers.alias != Some(old) => (
                &self.attempts.bind_back,
                Step::Bind(old),
                Reason::AliasNotRestored,
            ),
            _ => return Decision::GiveUp(outcome),
        };
        if self.allowed < Allowed::CleaningUp {
            return Decision::GiveUp(Outcome::Failed(reason(message)));
        }
        match attempt.judge(as_of, context.window) {
            Judgement::Send => Decision::Do(step),
            Judgement::Wait(until) => Decision::Wait(until),
            Judgement::GiveUp(NoEffect::Message(message)) => {
                Decision::GiveUp(Outcome::Failed(reason(message)))
            }
            Judgement::GiveUp(NoEffect::Unseen) => {
                Decision::GiveUp(Outcome::Failed(reason(message)))
            }
        }
    }

    /// Whether the new number stays, since the license that needs it is there.
    fn keeps_number(&self) -> bool {
        let is_released = self.change.number.release.is_some() && self.numbers.taken;
        let holds = self.change.assign && self.change.to.is_some_and(|to| self.licenses.holds(to));
        is_released || holds
    }

    /// The user could not be read.
    pub(super) fn not_read(&mut self, reason: Reason, now: Timestamp) -> Option<Timestamp> {
        self.settle(Outcome::Failed(reason), now)
    }

    /// Returns when to recheck the user.
    fn settle(&mut self, outcome: Outcome, now: Timestamp) -> Option<Timestamp> {
        let outcome = self.claim(outcome);
        let is_unread = matches!(outcome, Outcome::Failed(Reason::NotVerified(_)));
        // A removal by another administrator may be a stale read.
        let is_doubtful = is_unread || is_conflict(&outcome) || self.may_still_change();
        let is_unresolved = self.touched && is_doubtful;
        let found = match () {
            () if !self.touched => Found::Untouched,
            () if is_unread => Found::Unread,
            () if is_unresolved => Found::Unresolved,
            () => Found::Resolved {
                may_double: self.attempts.gave_something() || outcome != Outcome::Changed,
            },
        };
        let next = self.rechecks.next(found, now);
        self.phase = Phase::Settled;
        let settled = Settlement {
            outcome,
            is_unresolved: is_unresolved && next.is_some(),
        };
        match &mut self.settlement {
            // Later changes by others do not alter the result of the run.
            Some(earlier)
                if is_conflict(&settled.outcome)
                    && !earlier.is_unresolved
                    && !is_unknown(&earlier.outcome) =>
            {
                earlier.is_unresolved = settled.is_unresolved;
            }
            // A failed recheck does not alter a known outcome.
            Some(earlier) if is_unread && !is_unknown(&earlier.outcome) => {
                earlier.is_unresolved |= settled.is_unresolved;
            }
            settlement => *settlement = Some(settled),
        }
        next
    }

    /// Starts a recheck of a settled user.
    pub(super) fn recheck(&mut self, now: Timestamp) {
        self.rechecks.begin(now);
        self.allowed = self.allowed.min(Allowed::CleaningUp);
        self.given_up.take_if(|outcome| is_conflict(outcome));
        self.retry_read();
    }

    /// Gives up the task: nothing more is written.
    pub(super) fn abandon(&mut self, now: Timestamp) -> Option<Timestamp> {
        self.allowed = Allowed::Nothing;
        self.not_read(Reason::NotVerified(String::new()), now)
    }
}

fn is_conflict(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Failed(Reason::ConcurrentChange | Reason::UserDeleted)
    )
}

fn is_unknown(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed(Reason::NotVerified(_)))
}
