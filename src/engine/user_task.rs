//! A user task: one user's part of a run.

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

/// A step of a user task.
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

/// The phase of a user task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Ready(Step),
    Sent(Step),
    /// No page shows what was sent; some of the users who share the step are read alone before it is sent again.
    Unshown(Step),
    /// Waits for the probe of a bulk call.
    Probing,
    Waiting(Timestamp),
    Settled,
}

/// Whether the user's journal entry is up to date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Journaled {
    No,
    Asked,
    Yes,
}

/// The context of the run.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The license types of the application.
    pub(super) products: &'a [ProductId],
    /// Tasks that have not begun are skipped.
    pub(super) is_stopping: bool,
    /// The server's message if the administrator has no permission.
    pub(super) forbidden: Option<&'a str>,
    pub(super) window: ConsistencyWindow,
    pub(super) now: Timestamp,
}

/// What a user task may write.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Allowed {
    /// Nothing: the administrator stopped the run immediately.
    Nothing,
    /// Only removals: the run has ended.
    CleaningUp,
    All,
}

#[derive(Clone, Debug)]
pub(super) struct UserTask {
    pub(super) change: Change,
    pub(super) phase: Phase,
    /// The outcome that is counted in the run's progress.
    pub(super) outcome: Outcome,
    /// The maximum number of users in a bulk call with this one.
    pub(super) largest_call: usize,
    /// Licenses that appeared during the run, each with a welcome email.
    pub(super) welcomed: Vec<LicenseId>,
    /// How many of these appeared before the run was interrupted.
    welcomed_before: usize,
    /// Those that are known to be from this run; others may be another administrator's.
    pub(super) ours: Vec<LicenseId>,
    /// A user is journaled before anything is written.
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
    /// Whether old licenses were restored, perhaps before the run was interrupted.
    pub(super) has_restored: bool,
    /// The license type being restored.
    pub(super) restoring: Option<ProductId>,
    /// How often other types were restored.
    restored_before: usize,
    /// Licenses whose removal was sent.
    pub(super) asked_for: Vec<LicenseId>,
    pub(super) given_up: Option<Outcome>,
    pub(super) attempts: Attempts,
    pub(super) settlement: Option<Settlement>,
    pub(super) rechecks: Rechecks,
}

/// The state of the numbers that the change assigns and releases.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// When a number was last assigned, bound or released.
    pub(super) written: Option<Timestamp>,
    pub(super) needs_read: bool,
    pub(super) as_of: Timestamp,
    pub(super) given: bool,
    pub(super) alias: Option<Number>,
    pub(super) taken: bool,
    /// Whether the new number was seen as assigned and bound.
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
    /// Whether an assignment of a license or a number was sent, including refusals.
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

    /// A user who may have been changed before the run was interrupted.
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
        // Only licenses that had to be removed first are restored.
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

    /// Licenses that appeared and may be another administrator's.
    pub(super) fn unsure(&self) -> impl Iterator<Item = LicenseId> {
        let welcomed = self.welcomed.iter().copied();
        welcomed.filter(|license| !self.ours.contains(license))
    }

    pub(super) fn is_settled(&self) -> bool {
        self.settlement.is_some()
    }

    /// The current outcome.
    pub(super) fn outcome_now(&self) -> Outcome {
        match &self.settlement {
            Some(settlement) => settlement.outcome.clone(),
            None => Outcome::Running,
        }
    }

    /// The next step was sent.
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
            // A server may clear the alias with the old number, so it is set again.
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

    /// Whether this removal is a new one, for which earlier attempts say nothing.
    pub(super) fn is_new_removal(&self, licenses: &[LicenseId]) -> bool {
        !licenses.iter().all(|each| self.asked_for.contains(each))
    }

    /// The wait is over: retries the read.
    pub(super) fn retry_read(&mut self) {
        self.needs_read = true;
        self.numbers.needs_read = self.numbers.written.is_some();
        self.phase = Phase::Ready(Step::Read);
    }

    /// How many licenses may have been restored.
    pub(super) fn restored(&self) -> usize {
        self.restored_before + self.attempts.restore.effects()
    }

    /// The welcome emails of licenses that were seen or may have been assigned.
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

    /// Takes the answer to a write for this many users.
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
                attempt.not_processed();
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

    /// A write was rejected before it was processed. The administrator may be away for long, so the user is read before
    /// it is resent.
    pub(super) fn not_processed(&mut self, step: &Step) {
        if let Some(attempt) = self.attempt(step) {
            attempt.not_processed();
        }
        self.retry_read();
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
