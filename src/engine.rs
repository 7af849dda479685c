//! The engine that applies a plan: a state machine without I/O. It emits commands and takes answers and the time. Users
//! are settled by what was read back, never by what the server acknowledged.

mod attempt;
mod batch;
mod capacity;
mod circuit_breaker;
mod command;
mod decision;
mod diff;
mod dispatch;
mod estimate;
mod licenses;
mod observation;
mod outcome;
mod probe;
mod progress;
mod rechecks;
mod report;
mod retry_budget;
mod scan;
mod scanning;
mod steering;
mod timestamp;
mod user_task;
mod window;

pub use attempt::MOST_SENT;
pub use command::{
    Answer, Assignment, Command, CommandId, Failure, JournalEntries, JournalEntry, LicensePage,
};
pub use estimate::{Estimate, TimeLeft};
pub use outcome::{Emails, Outcome, Reason, Tally};
pub use report::{Holding, Line, Report};
pub use scanning::FRESH_FOR;
pub use timestamp::Timestamp;
pub use window::CONSISTENCY_WINDOW;

use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeyMap;
use crate::domain::plan::{Change, Plan};
use batch::{Batch, Destination, Request};
use circuit_breaker::CircuitBreaker;
use command::Kind;
use progress::Progress;
use retry_budget::RetryBudget;
use scanning::Scanning;
use timestamp::Clock;
use user_task::{Context, UserTask};

/// How often a command is sent before its failure counts.
const MAX_ATTEMPTS: u32 = 8;

/// A plan that is being applied, or its result.
#[derive(Clone, Debug)]
pub struct Run {
    products: Vec<ProductId>,
    /// In the order of the plan: the places of users in the batches.
    places: KeyMap<UserId, usize>,
    progress: Progress,
    /// In order; those before `begun` have begun.
    batches: Vec<Batch>,
    begun: usize,
    /// The batches with something left to do.
    open: Vec<usize>,
    in_flight: KeyMap<CommandId, Request>,
    /// The pending retries.
    retries: Vec<(Timestamp, Request)>,
    retry_budget: RetryBudget,
    scanning: Scanning,
    clock: Clock,
    halt: Option<Halt>,
    circuit_breaker: CircuitBreaker,
    is_stopping: bool,
    forbidden: Option<String>,
    last_command: u32,
}

/// The next step of the driver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// Send this command, and call [`Run::next`] again.
    Send(CommandId, Command),
    /// Wait for an answer, for this time if there is one, or for the administrator.
    Wait(Option<Timestamp>),
    /// Every user is settled and no recheck is due.
    Ended,
}

/// Why the run is halted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Halt {
    /// The administrator paused the run. Writes in flight are still verified.
    Paused,
    /// No valid token is available.
    SignedOut,
    /// The circuit breaker is open, since the server fails too often. The last error.
    CircuitOpen(String),
}

impl Run {
    /// The maximum number of users in a bulk call: the API's limit.
    pub const BATCH_SIZE: usize = 100;
    /// The maximum number of writes in flight.
    pub const WRITES: usize = 4;
    /// The maximum number of reads in flight.
    pub const READS: usize = 6;

    /// A new run of a plan. `seed` randomizes the back-off.
    pub fn new(plan: Plan, seed: u64) -> Self {
        Self::with(plan, seed, UserTask::new)
    }

    /// Resumes an interrupted run. Journaled users are read before anything is decided.
    pub fn resume(plan: Plan, notes: &JournalEntries, seed: u64, now: Timestamp) -> Self {
        Self::with(plan, seed, |change| match notes.get(&change.user) {
            Some(note) => UserTask::resumed(change, note, now),
            None => UserTask::new(change),
        })
    }

    fn with(plan: Plan, seed: u64, task: impl Fn(Change) -> UserTask) -> Self {
        let mut changes = plan.changes;
        let mut places: KeyMap<UserId, usize> =
            changes.iter().map(|change| (change.user, 0)).collect();
        // Users who need the same calls share batches, so that the calls are full.
        changes.sort_by_key(|change| (change.wave, !change.assign, change.remove.is_empty()));
        for (place, change) in changes.iter().enumerate() {
            places.insert(change.user, place);
        }
        Self {
            places,
            progress: Progress::of(changes.len()),
            batches: batch::batches(changes.into_iter().map(task)),
            begun: 0,
            open: Vec::new(),
            products: plan.products,
            in_flight: KeyMap::default(),
            retries: Vec::new(),
            retry_budget: RetryBudget::new(seed),
            scanning: Scanning::default(),
            clock: Clock::default(),
            halt: None,
            circuit_breaker: CircuitBreaker::default(),
            is_stopping: false,
            forbidden: None,
            last_command: 0,
        }
    }

    /// The next step of the driver. `now` may go back; the returned time is of the same clock.
    pub fn next(&mut self, now: Timestamp) -> Next {
        let told = now;
        let now = self.clock.at(told);
        match self.decide(now) {
            Next::Wait(Some(until)) => Next::Wait(Some(told.plus(until.since(now)))),
            next => next,
        }
    }

    fn decide(&mut self, now: Timestamp) -> Next {
        if self.is_over() {
            return Next::Ended;
        }
        match self.halt {
            Some(Halt::CircuitOpen(_)) => match self.circuit_breaker.closes_at(now) {
                Some(closes) => return Next::Wait(Some(closes)),
                None => self.go_on(),
            },
            Some(Halt::SignedOut) => return Next::Wait(None),
            Some(Halt::Paused) | None => {}
        }
        if self.tell_scanned(now) {
            return Next::Wait(Some(now));
        }
        if self.halt.is_none() {
            if self.begin_batches(now) {
                return Next::Wait(Some(now));
            }
            self.begin_rechecks(now);
        }
        self.wake(now);
        if self.is_over() {
            return Next::Ended;
        }
        let not_before = self.retry_budget.not_before();
        if now < not_before {
            return Next::Wait(Some(not_before));
        }
        match self.next_request(now) {
            Some(request) => self.send(request, now),
            None => Next::Wait(self.next_due(now)),
        }
    }

    /// Takes the answer to a command. Answers to commands that are not in flight are ignored.
    pub fn on_answer(&mut self, id: CommandId, answer: Answer, now: Timestamp) {
        let now = self.clock.at(now);
        let Some(request) = self.in_flight.swap_remove(&id) else {
            return;
        };
        let is_write = request.command.kind() == Kind::Write;
        match answer {
            Answer::Failed(Failure::SignedOut) => {
                self.halt = Some(Halt::SignedOut);
                match request.destination {
                    Destination::Batch(batch) if is_write => {
                        self.batches[batch].not_processed(&request);
                    }
                    _ => self.retries.push((now, request)),
                }
            }
            Answer::Failed(Failure::Throttled {
                message,
                retry_after,
            }) => {
                self.retry(request, message, retry_after, now);
            }
            Answer::Failed(Failure::Unknown {
                message,
                retry_after,
            }) if !is_write => {
                self.retry(request, message, retry_after, now);
            }
            answer => {
                self.apply_to_run(&answer, is_write, now);
                self.pass_on(&request, answer, now);
            }
        }
    }

    /// What an answer means for the run as a whole.
    fn apply_to_run(&mut self, answer: &Answer, is_write: bool, now: Timestamp) {
        match answer {
            Answer::Failed(Failure::Unknown {
                message,
                retry_after,
            }) if self.retry_budget.retry(1, *retry_after, now).is_none() => {
                self.open_circuit(message.clone(), now);
            }
            Answer::Failed(Failure::Forbidden(message)) if is_write => {
                self.forbidden = Some(message.clone());
                self.end_early(false, now);
            }
            _ => {}
        }
    }

    /// Why the run is halted, if it is.
    pub fn halt(&self) -> Option<&Halt> {
        self.halt.as_ref()
    }

    /// Whether the administrator has stopped the run, or has no permission to continue.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping
    }

    /// The server's message, if the run ended early because the administrator has no permission.
    pub fn forbidden(&self) -> Option<&str> {
        self.forbidden.as_deref()
    }

    /// Whether every user is settled. Rechecks may follow until [`Next::Ended`].
    pub fn has_ended(&self) -> bool {
        self.progress.is_settled()
    }

    fn is_over(&self) -> bool {
        self.has_ended() && self.open.is_empty() && self.progress.next_recheck().is_none()
    }

    /// The outcome of a user; `None`: not part of this run.
    pub fn outcome(&self, user: UserId) -> Option<&Outcome> {
        self.task_of(user).map(|task| &task.outcome)
    }

    /// Each change with its outcome, in the order of the plan.
    pub fn outcomes(&self) -> impl Iterator<Item = (&Change, &Outcome)> {
        let tasks = self
            .places
            .values()
            .filter_map(|place| self.task_at(*place));
        tasks.map(|task| (&task.change, &task.outcome))
    }

    /// The number of users by outcome.
    pub fn tally(&self) -> Tally {
        self.progress.tally()
    }

    /// How many welcome emails this run has caused for a user, as far as known.
    pub fn emails_to(&self, user: UserId) -> Emails {
        self.task_of(user).map(UserTask::emails).unwrap_or_default()
    }

    /// Whether a write for a user may still take effect, so that the user is rechecked.
    pub fn is_unresolved(&self, user: UserId) -> bool {
        self.task_of(user)
            .and_then(|task| task.settlement.as_ref())
            .is_some_and(|settlement| settlement.is_unresolved)
    }

    fn task_of(&self, user: UserId) -> Option<&UserTask> {
        self.task_at(*self.places.get(&user)?)
    }

    fn task_at(&self, place: usize) -> Option<&UserTask> {
        self.batches[self.index_of_batch(place)].task_at(place)
    }

    fn index_of_batch(&self, place: usize) -> usize {
        self.batches.partition_point(|batch| batch.first <= place) - 1
    }

    fn begin_rechecks(&mut self, now: Timestamp) {
        while let Some(place) = self.progress.due_recheck(now) {
            let index = self.index_of_batch(place);
            self.batches[index].recheck(place, now);
            if !self.open.contains(&index) {
                self.open.push(index);
            }
        }
    }

    fn wake(&mut self, now: Timestamp) {
        for index in &self.open {
            self.batches[*index].wake(now);
        }
    }

    /// Drops the batches with nothing left to do.
    fn close(&mut self) {
        let batches = &self.batches;
        self.open.retain(|index| !batches[*index].is_idle());
    }

    fn pass_on(&mut self, request: &Request, answer: Answer, now: Timestamp) {
        let Destination::Batch(batch) = request.destination else {
            return self.on_page(request, answer, now);
        };
        if request.command.kind() == Kind::Write {
            self.scanning.wrote(now);
        }
        let context = context(
            &self.products,
            self.is_stopping,
            &self.forbidden,
            &self.progress,
            now,
        );
        let batch = &mut self.batches[batch];
        batch.on_answer(request, &answer, context, &mut self.progress);
        self.close();
    }
}

fn context<'a>(
    products: &'a [ProductId],
    is_stopping: bool,
    forbidden: &'a Option<String>,
    progress: &Progress,
    now: Timestamp,
) -> Context<'a> {
    Context {
        products,
        is_stopping,
        forbidden: forbidden.as_deref(),
        window: progress.window,
        now,
    }
}

#[cfg(test)]
mod tests;
