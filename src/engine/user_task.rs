//! One user's part of a run: what is known, and what the answers tell.

use super::attempt::Attempt;
use super::command::{Answer, Failure, JournalEntry};
use super::licenses::Licenses;
use super::outcome::{Emails, Outcome, Reason, Settlement};
use super::rechecks::Rechecks;
use super::timestamp::Timestamp;
use super::window::ConsistencyWindow;
use crate::domain::ids::{LicenseId, ProductId};
use crate::domain::number::Number;
use crate::domain::plan::{Change, NumberChange};

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

impl Step {
    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Read | Self::ReadNumbers)
    }
}

/// Where a user task is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Ready(Step),
    Sent(Step),
    /// What was sent is on no page; some of those who share the next step are read alone before it is sent again.
    Unshown(Step),
    /// Part of a bulk call of which some users are read first.
    Probing,
    Waiting(Timestamp),
    Settled,
}

/// Whether it is journaled that a user is about to be changed, with all that was seen of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Journaled {
    No,
    Asked,
    Yes,
}

/// What holds for the whole run.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The license types of the application.
    pub(super) products: &'a [ProductId],
    /// Users who were not begun are left alone.
    pub(super) is_stopping: bool,
    /// The administrator has no permission, in the server's words.
    pub(super) forbidden: Option<&'a str>,
    pub(super) window: ConsistencyWindow,
    pub(super) now: Timestamp,
}

/// What a user task may write.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Allowed {
    /// The administrator gave up.
    Nothing,
    /// The run has ended: nothing is given any more.
    CleaningUp,
    All,
}

#[derive(Clone, Debug)]
pub(super) struct UserTask {
    pub(super) change: Change,
    pub(super) phase: Phase,
    /// As it counts in the run's progress.
    pub(super) outcome: Outcome,
    /// The most users that a bulk call with this one may be for.
    pub(super) largest_call: usize,
    /// Licenses that came to be here, each with a welcome e-mail.
    pub(super) welcomed: Vec<LicenseId>,
    /// Of these, so many before the page was left.
    welcomed_before: usize,
    /// Those that came after they were sent by this page, or were known before it was left. Others may be somebody
    /// else's.
    pub(super) ours: Vec<LicenseId>,
    /// Nothing is written for a user before it is.
    pub(super) journaled: Journaled,
    /// Whether something was written.
    pub(super) touched: bool,
    pub(super) allowed: Allowed,
    pub(super) licenses: Licenses,
    pub(super) needs_read: bool,
    /// Whether the next read is for this user alone.
    pub(super) reads_alone: bool,
    /// Whether it was a scan that showed last what the user holds.
    pub(super) is_scanned: bool,
    /// When the first read began.
    pub(super) began: Option<Timestamp>,
    pub(super) numbers: Numbers,
    pub(super) remove_first: bool,
    /// Whether old licenses were given again, perhaps before the page was left.
    pub(super) has_restored: bool,
    /// The license type that is given again.
    pub(super) restoring: Option<ProductId>,
    /// How often other types were given again.
    restored_before: usize,
    /// Licenses that the server was asked to remove.
    pub(super) asked_for: Vec<LicenseId>,
    pub(super) given_up: Option<Outcome>,
    pub(super) attempts: Attempts,
    pub(super) settlement: Option<Settlement>,
    pub(super) rechecks: Rechecks,
}

/// What is known of the numbers that the change gives and takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// When a number was last given, bound or taken.
    pub(super) written: Option<Timestamp>,
    pub(super) needs_read: bool,
    pub(super) as_of: Timestamp,
    pub(super) given: bool,
    pub(super) alias: Option<Number>,
    pub(super) taken: bool,
    /// Whether the new number was seen with the user, and bound.
    pub(super) was_given: bool,
    pub(super) was_bound: bool,
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

impl Numbers {
    fn wrote(&mut self, now: Timestamp) {
        self.needs_read = true;
        self.written = Some(now);
    }
}

impl Attempts {
    /// Whether something was sent that gives a license or a number, refused or not.
    pub(super) fn gave_something(&self) -> bool {
        let given = [&self.give, &self.bind, &self.assign, &self.restore];
        given.iter().any(|attempt| attempt.sent_in_all() > 0)
    }
}

impl UserTask {
    pub(super) fn new(change: Change) -> Self {
        Self {
            phase: Phase::Ready(Step::Read),
            outcome: Outcome::Waiting,
            largest_call: super::Run::BATCH_SIZE,
            welcomed: Vec::new(),
            welcomed_before: 0,
            ours: Vec::new(),
            journaled: Journaled::No,
            touched: false,
            allowed: Allowed::All,
            licenses: Licenses::planned(&change.held),
            change,
            needs_read: true,
            reads_alone: false,
            is_scanned: false,
            began: None,
            numbers: Numbers::default(),
            remove_first: false,
            has_restored: false,
            restoring: None,
            restored_before: 0,
            asked_for: Vec::new(),
            given_up: None,
            attempts: Attempts::default(),
            settlement: None,
            rechecks: Rechecks::default(),
        }
    }

    /// A user who may have been changed before the page was left.
    pub(super) fn resumed(change: Change, note: &JournalEntry, now: Timestamp) -> Self {
        let mut task = Self::new(change);
        let change = &task.change;
        let NumberChange { give, release, .. } = change.number;
        let (assign, removes) = (change.assign, !change.remove.is_empty());
        task.asked_for = change.remove.iter().map(|each| each.license).collect();
        task.welcomed_before = note.welcomed.len();
        task.welcomed = note.welcomed.clone();
        let welcomed = note.welcomed.iter().copied();
        task.ours = welcomed
            .filter(|license| !note.unsure.contains(license))
            .collect();
        task.journaled = Journaled::Yes;
        task.touched = true;
        // Only what had to go first is given again.
        task.has_restored = note.restores && assign && removes;
        task.attempts.remove = Attempt::may_be_repeated();
        if assign {
            task.attempts.assign = Attempt::maybe_sent(now);
        }
        if give.is_some() {
            task.attempts.give = Attempt::maybe_sent(now);
            task.attempts.bind = Attempt::maybe_sent(now);
            task.numbers.wrote(now);
        }
        if release.is_some() {
            task.attempts.take = Attempt::maybe_sent(now);
            task.numbers.wrote(now);
        }
        task
    }

    /// Licenses that came, and may be somebody else's.
    pub(super) fn unsure(&self) -> impl Iterator<Item = LicenseId> {
        let welcomed = self.welcomed.iter().copied();
        welcomed.filter(|license| !self.ours.contains(license))
    }

    pub(super) fn is_settled(&self) -> bool {
        self.settlement.is_some()
    }

    /// What has become of the user by now.
    pub(super) fn outcome_now(&self) -> Outcome {
        match &self.settlement {
            Some(settlement) => settlement.outcome.clone(),
            None => Outcome::Running,
        }
    }

    /// What the user needs next is on its way.
    pub(super) fn send(&mut self, step: &Step, now: Timestamp) {
        if let Step::Remove(licenses) = step
            && self.is_new_removal(licenses)
        {
            self.asked_for.extend(licenses);
            self.attempts.remove = Attempt::default();
        }
        if let Step::Take(number) = step
            && self.change.number.release == Some(*number)
        {
            // A server may unbind with the old number, so that the new one is bound once more.
            self.attempts.bind = Attempt::default();
        }
        if let Step::Assign(product) = step
            && self.given_up.is_some()
            && self.restoring != Some(*product)
        {
            self.restored_before = self.restored();
            self.restoring = Some(*product);
            self.has_restored = true;
            self.attempts.restore = Attempt::default();
        }
        if let Some(attempt) = self.attempt(step) {
            attempt.sent();
            self.touched = true;
            self.rechecks.wrote();
        }
        if let Step::Give(_) | Step::Bind(_) | Step::Take(_) = step {
            self.numbers.wrote(now);
        }
        self.phase = Phase::Sent(step.clone());
    }

    /// What became of an earlier removal tells nothing of this one.
    pub(super) fn is_new_removal(&self, licenses: &[LicenseId]) -> bool {
        !licenses.iter().all(|each| self.asked_for.contains(each))
    }

    /// Rested long enough: reads again.
    pub(super) fn read_again(&mut self) {
        self.needs_read = true;
        self.numbers.needs_read = self.numbers.written.is_some();
        self.phase = Phase::Ready(Step::Read);
    }

    /// How many licenses may have been given again.
    pub(super) fn restored(&self) -> usize {
        self.restored_before + self.attempts.restore.effects()
    }

    /// How many e-mails the licenses that were seen, and those that may have come, stand for.
    pub(super) fn emails(&self) -> Emails {
        let seen = self.welcomed.len();
        let sent = self.attempts.assign.sent_in_all() + self.restored();
        let effects = self.attempts.assign.effects() + self.restored();
        let is_read = !matches!(
            self.outcome_now(),
            Outcome::Failed(Reason::NotVerified(_) | Reason::UserDeleted)
        );
        let is_known = is_read
            && self.rechecks.are_over()
            && !self.is_disturbed()
            && (seen > 0 || !self.attempts.assign.is_acknowledged());
        Emails {
            at_least: seen.min(sent + self.welcomed_before),
            at_most: if is_known { seen } else { seen.max(effects) },
        }
    }

    /// What became of a write for so many users.
    pub(super) fn on_written(
        &mut self,
        step: &Step,
        answer: &Answer,
        users: usize,
        now: Timestamp,
    ) {
        let is_license = matches!(step, Step::Assign(_) | Step::Remove(_));
        let failure = match answer {
            Answer::Failed(failure) => Some(failure.clone()),
            _ => None,
        };
        let is_refused = !matches!(failure, None | Some(Failure::Unknown { .. }));
        let alone = users == 1 || matches!(failure, Some(Failure::Forbidden(_)));
        if is_license {
            self.needs_read |= !is_refused || alone;
        } else {
            self.numbers.wrote(now);
        }
        if let Some(Failure::SecondLicense(_)) = failure
            && !self.remove_first
            && !self.change.remove.is_empty()
        {
            self.remove_first = true;
            if let Some(attempt) = self.attempt(step) {
                attempt.turned_away();
            }
            return;
        }
        if is_refused && is_license {
            self.largest_call = users.div_ceil(2);
        }
        if let Some(attempt) = self.attempt(step) {
            match failure {
                None => attempt.acknowledged(now),
                Some(failure) => attempt.failed(failure, alone, now),
            }
        }
    }

    /// A write did not get as far as the server's services; who is signed in may be away for long, so that all is read
    /// before it is sent again.
    pub(super) fn turned_away(&mut self, step: &Step) {
        if let Some(attempt) = self.attempt(step) {
            attempt.turned_away();
        }
        self.read_again();
    }

    fn attempt(&mut self, step: &Step) -> Option<&mut Attempt> {
        let attempts = &mut self.attempts;
        let restores = self.given_up.is_some();
        let is_new = |number: &Number| self.change.number.give == Some(*number);
        Some(match step {
            Step::Read | Step::ReadNumbers => return None,
            Step::Give(_) => &mut attempts.give,
            Step::Bind(number) if is_new(number) => &mut attempts.bind,
            Step::Bind(_) => &mut attempts.bind_back,
            Step::Take(number) if is_new(number) => &mut attempts.take_back,
            Step::Take(_) => &mut attempts.take,
            Step::Assign(_) if restores => &mut attempts.restore,
            Step::Assign(_) => &mut attempts.assign,
            Step::Remove(_) => &mut attempts.remove,
        })
    }
}
