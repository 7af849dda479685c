//! One user: what is known, and what the answers tell.

use super::attempt::{Attempt, LANDS_WITHIN};
use super::command::{Answer, Failure};
use super::moment::Moment;
use super::outcome::{Outcome, Reason};
use crate::model::ids::{LicenseId, ProductId};
use crate::model::number::Number;
use crate::model::plan::{Change, HeldLicense};

/// What a user needs next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Read,
    ReadNumbers,
    Give(Number),
    Bind(Number),
    Take(Number),
    Assign(ProductId),
    Remove(Vec<LicenseId>),
}

/// Where a user is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Ready(Step),
    Sent,
    Resting(Moment),
    Settled(Outcome),
}

/// Whether it is written down that a user is about to be changed, with all that was seen of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Noted {
    No,
    Asked,
    Yes,
}

/// What holds for the whole run.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The license types of the application.
    pub(super) products: &'a [ProductId],
    /// Users who were not begun are left alone.
    pub(super) is_stopping: bool,
    pub(super) now: Moment,
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) phase: Phase,
    /// The most users that a bulk call with this one may be for.
    pub(super) largest_call: usize,
    /// Licenses that came to be here, each with a welcome e-mail.
    pub(super) welcomed: Vec<LicenseId>,
    /// Nothing is written for a user before it is.
    pub(super) noted: Noted,
    /// Whether something was written.
    pub(super) touched: bool,
    /// As last read; `None`: to be read.
    pub(super) held: Option<Vec<HeldLicense>>,
    pub(super) numbers: Numbers,
    pub(super) remove_first: bool,
    /// Licenses that the server was asked to remove.
    asked_for: Vec<LicenseId>,
    /// A write may land until then; who is looked at later is seen as they will stay.
    pub(super) doubtful_until: Option<Moment>,
    pub(super) given_up: Option<Outcome>,
    pub(super) attempts: Attempts,
}

/// What is known of the numbers that the change gives and takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    written: bool,
    /// To be read.
    pub(super) unsure: bool,
    pub(super) given: bool,
    pub(super) bound: bool,
    pub(super) taken: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Attempts {
    pub(super) give: Attempt,
    pub(super) bind: Attempt,
    pub(super) assign: Attempt,
    pub(super) remove: Attempt,
    pub(super) take: Attempt,
    pub(super) restore: Attempt,
    pub(super) take_back: Attempt,
    pub(super) bind_back: Attempt,
}

impl Member {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Ready(Step::Read),
            largest_call: super::Run::CHUNK,
            welcomed: Vec::new(),
            noted: Noted::No,
            touched: false,
            held: None,
            numbers: Numbers::default(),
            remove_first: false,
            asked_for: Vec::new(),
            doubtful_until: None,
            given_up: None,
            attempts: Attempts::default(),
        }
    }

    /// A user who may have been changed before the page was left.
    pub(super) fn resumed(welcomed: Vec<LicenseId>, now: Moment) -> Self {
        let mut member = Self::new();
        member.welcomed = welcomed;
        member.noted = Noted::Yes;
        member.touched = true;
        member.numbers.unsure = true;
        member.numbers.written = true;
        member.doubtful_until = Some(now.plus(LANDS_WITHIN));
        let maybe_sent = || Attempt::maybe_sent(now);
        member.attempts = Attempts {
            give: maybe_sent(),
            bind: maybe_sent(),
            assign: maybe_sent(),
            remove: maybe_sent(),
            take: maybe_sent(),
            ..Attempts::default()
        };
        member
    }

    pub(super) fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Settled(_))
    }

    /// Nothing was written for this user.
    pub(super) fn is_untouched(&self) -> bool {
        !self.touched
    }

    /// What the user needs next is on its way.
    pub(super) fn send(&mut self, step: &Step, change: &Change) {
        if let Step::Remove(licenses) = step
            && self.is_new_removal(licenses)
        {
            self.asked_for.extend(licenses);
            self.attempts.remove = Attempt::default();
        }
        if let Some(attempt) = self.attempt(step, change) {
            attempt.sent();
            self.touched = true;
        }
        self.phase = Phase::Sent;
    }

    /// What became of an earlier removal tells nothing of this one.
    pub(super) fn is_new_removal(&self, licenses: &[LicenseId]) -> bool {
        !licenses.iter().all(|each| self.asked_for.contains(each))
    }

    /// Rested long enough: looks again.
    pub(super) fn wake(&mut self, now: Moment) {
        self.phase = self.look_again(now);
    }

    pub(super) fn look_again(&mut self, now: Moment) -> Phase {
        self.doubtful_until.take_if(|until| *until <= now);
        self.held = None;
        self.numbers.unsure = self.numbers.written;
        Phase::Ready(Step::Read)
    }

    /// Takes the answer to a step in; `users` is how many the call was for.
    pub(super) fn on_answer(
        &mut self,
        step: &Step,
        answer: Answer,
        users: usize,
        change: &Change,
        setting: Setting,
    ) {
        match (step, answer) {
            (Step::Read, Answer::Licenses(records)) => {
                let ours = records
                    .iter()
                    .filter(|each| setting.products.contains(&each.product))
                    .map(|each| HeldLicense {
                        license: each.id,
                        product: each.product,
                    });
                self.see(ours.collect(), change);
            }
            (Step::ReadNumbers, Answer::Numbers { numbers, alias }) => {
                let has =
                    |number: Option<Number>| number.is_some_and(|each| numbers.contains(&each));
                self.numbers.unsure = false;
                self.numbers.given = has(change.number.give);
                self.numbers.bound = alias.is_some() && alias == change.number.give;
                self.numbers.taken = !has(change.number.release);
            }
            (Step::Read | Step::ReadNumbers, answer) => {
                let words = match answer {
                    Answer::Failed(failure) => failure.into_message(),
                    _ => String::new(),
                };
                self.phase = Phase::Settled(Outcome::Failed(Reason::NotVerified(words)));
            }
            (write, answer) => self.on_written(write, answer, users, change, setting.now),
        }
    }

    fn see(&mut self, held: Vec<HeldLicense>, change: &Change) {
        if self.touched {
            for each in &held {
                if !change.held.contains(each) && !self.welcomed.contains(&each.license) {
                    self.welcomed.push(each.license);
                    self.noted = Noted::No;
                }
            }
        }
        self.held = Some(held);
    }

    fn on_written(
        &mut self,
        step: &Step,
        answer: Answer,
        users: usize,
        change: &Change,
        now: Moment,
    ) {
        if let Step::Assign(_) | Step::Remove(_) = step {
            self.held = None;
        } else {
            self.numbers.unsure = true;
            self.numbers.written = true;
        }
        let Answer::Failed(failure) = answer else {
            if let Some(attempt) = self.attempt(step, change) {
                attempt.acknowledged(now);
                if attempt.was_sent_before() {
                    self.doubtful_until = Some(now.plus(LANDS_WITHIN));
                }
            }
            return;
        };
        match &failure {
            Failure::Unknown { .. } => self.doubtful_until = Some(now.plus(LANDS_WITHIN)),
            Failure::SecondLicense(_) if !self.remove_first && !change.remove.is_empty() => {
                self.remove_first = true;
                return;
            }
            _ if matches!(step, Step::Assign(_) | Step::Remove(_)) => {
                self.largest_call = (users / 2).max(1);
            }
            _ => {}
        }
        if let Some(attempt) = self.attempt(step, change) {
            attempt.failed(failure, users, now);
        }
    }

    fn attempt(&mut self, step: &Step, change: &Change) -> Option<&mut Attempt> {
        let attempts = &mut self.attempts;
        let is_new = |number: &Number| change.number.give == Some(*number);
        Some(match step {
            Step::Read | Step::ReadNumbers => return None,
            Step::Give(_) => &mut attempts.give,
            Step::Bind(number) if is_new(number) => &mut attempts.bind,
            Step::Bind(_) => &mut attempts.bind_back,
            Step::Take(number) if is_new(number) => &mut attempts.take_back,
            Step::Take(_) => &mut attempts.take,
            Step::Assign(_) if self.given_up.is_some() => &mut attempts.restore,
            Step::Assign(_) => &mut attempts.assign,
            Step::Remove(_) => &mut attempts.remove,
        })
    }
}
