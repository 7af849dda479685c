//! Carries a plan out. A state machine without I/O: it says which command to send, is told the answers and the time,
//! and settles each user by what was read back, never by what the server acknowledged.

mod attempt;
mod batch;
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

/// A plan under way, or at its end.
#[derive(Clone, Debug)]
pub struct Run {
    products: Vec<ProductId>,
    places: KeyMap<UserId, usize>,
    progress: Progress,
    /// In their order; those before `begun` have begun.
    batches: Vec<Batch>,
    begun: usize,
    /// Those for whose users there is something to do.
    open: Vec<usize>,
    in_flight: KeyMap<CommandId, Request>,
    /// What is sent again, and when.
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

/// What to do now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// Send this, and ask again.
    Send(CommandId, Command),
    /// Nothing until an answer comes, until then if there is a time, or until the run may go on.
    Wait(Option<Timestamp>),
    /// Every user is settled, and nobody is looked at again.
    Ended,
}

/// Why nothing is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Halt {
    /// The administrator paused the run. What was sent before is still read back.
    Paused,
    /// There is no valid token.
    SignedOut,
    /// The server fails too often: requests are sent again once the circuit breaker closes. The last error.
    CircuitOpen(String),
}

impl Run {
    /// The most users that one bulk call carries; the API's limit for a list.
    pub const BATCH_SIZE: usize = 100;
    /// The most writes that wait for their answer at once.
    pub const WRITES: usize = 4;
    /// The most reads that wait for their answer at once.
    pub const READS: usize = 6;

    /// A run of this plan; nothing has been sent yet. `seed` spreads its retries.
    pub fn new(plan: Plan, seed: u64) -> Self {
        Self::with(plan, seed, UserTask::new)
    }

    /// A run that was left in the middle. The users of whom something was written down are read before anything is
    /// decided.
    pub fn resume(plan: Plan, notes: &JournalEntries, seed: u64, now: Timestamp) -> Self {
        Self::with(plan, seed, |change| match notes.get(&change.user) {
            Some(note) => UserTask::resumed(change, note, now),
            None => UserTask::new(change),
        })
    }

    fn with(plan: Plan, seed: u64, task: impl Fn(Change) -> UserTask) -> Self {
        let places = plan.changes.iter().zip(0..);
        Self {
            places: places.map(|(change, place)| (change.user, place)).collect(),
            progress: Progress::of(plan.changes.len()),
            batches: batch::batches(plan.changes.into_iter().map(task)),
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

    /// What to do now. The time may be set back meanwhile; what the answer names is a time of the same clock.
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

    /// Tells what became of a command. An answer to a command that is not under way is ignored.
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
                        self.batches[batch].turned_away(&request);
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
                self.mind(&answer, is_write, now);
                self.tell(&request, answer, now);
            }
        }
    }

    /// What an answer to a write means for all that follows.
    fn mind(&mut self, answer: &Answer, is_write: bool, now: Timestamp) {
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

    /// Why nothing is sent, if nothing is.
    pub fn halt(&self) -> Option<&Halt> {
        self.halt.as_ref()
    }

    /// Whether the administrator has stopped the run, or had no permission to go on.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping
    }

    /// The server's words, if the run ended early because the administrator had no permission.
    pub fn forbidden(&self) -> Option<&str> {
        self.forbidden.as_deref()
    }

    /// Whether every user is settled. Some may be looked at again until [`Next::Ended`].
    pub fn has_ended(&self) -> bool {
        self.progress.is_settled()
    }

    fn is_over(&self) -> bool {
        self.has_ended() && self.open.is_empty() && self.progress.next_recheck().is_none()
    }

    /// What became of a user; `None`: not part of this run.
    pub fn outcome(&self, user: UserId) -> Option<&Outcome> {
        self.task_of(user).map(|task| &task.outcome)
    }

    /// Each change with its outcome, in the order of the plan.
    pub fn outcomes(&self) -> impl Iterator<Item = (&Change, &Outcome)> {
        let tasks = self.batches.iter().flat_map(|batch| &batch.tasks);
        tasks.map(|task| (&task.change, &task.outcome))
    }

    /// How many users ended how.
    pub fn tally(&self) -> Tally {
        self.progress.tally()
    }

    /// How many welcome e-mails a user got by this run, as far as that is known.
    pub fn emails_to(&self, user: UserId) -> Emails {
        self.task_of(user).map(UserTask::emails).unwrap_or_default()
    }

    /// Whether what was sent for a user may still take effect, so that the user is looked at again.
    pub fn is_unresolved(&self, user: UserId) -> bool {
        self.task_of(user)
            .and_then(|task| task.settlement.as_ref())
            .is_some_and(|settlement| settlement.is_unresolved)
    }

    fn task_of(&self, user: UserId) -> Option<&UserTask> {
        let place = *self.places.get(&user)?;
        self.batches[self.index_of_batch(place)].task_at(place)
    }

    fn index_of_batch(&self, place: usize) -> usize {
        self.batches.partition_point(|batch| batch.first <= place) - 1
    }

    fn begin_rechecks(&mut self, now: Timestamp) {
        while let Some(place) = self.progress.due_recheck(now) {
            let index = self.index_of_batch(place);
            self.batches[index].look(place, now);
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

    /// Forgets the batches for whose users there is nothing to do.
    fn close(&mut self) {
        let batches = &self.batches;
        self.open.retain(|index| !batches[*index].is_idle());
    }

    fn tell(&mut self, request: &Request, answer: Answer, now: Timestamp) {
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
