//! A batch: up to 100 user tasks that share bulk calls.

mod calls;
mod probing;
mod scanned;

use super::Run;
use super::capacity::Capacity;
use super::command::{Answer, Command, Failure, Kind};
use super::probe::Probe;
use super::progress::Progress;
use super::scan::Span;
use super::timestamp::Timestamp;
use super::user_task::{Context, Journaled, Phase, Step, UserTask};

/// User tasks that share bulk calls; their changes are adjacent in the plan.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) wave: usize,
    pub(super) first: usize,
    pub(super) tasks: Vec<UserTask>,
    /// The indices of tasks with something left to do.
    pub(super) open: Vec<usize>,
    pub(super) probes: Vec<Probe>,
    known: Known,
}

/// What is known since a task last changed, so that an idle batch costs nothing.
#[derive(Clone, Debug, Default)]
struct Known {
    /// Capacities for which there is no command.
    nothing_for: Vec<Capacity>,
    /// When the first task that waits is due.
    due: Option<Option<Timestamp>>,
    /// A read is to be retried, so there may be a command.
    retries_read: bool,
}

/// A command in flight or to be retried, with its tasks.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) destination: Destination,
    /// The indices of the tasks in the batch, each with its step.
    pub(super) tasks: Vec<(usize, Step)>,
    pub(super) command: Command,
    /// How often it has failed.
    pub(super) failures: u32,
    /// When it was last sent.
    pub(super) sent: Timestamp,
}

/// The receiver of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Destination {
    /// Tasks of this batch.
    Batch(usize),
    /// The tasks that wait for this scan.
    Scan(u32),
}

/// A command with its tasks, each with its step.
pub(super) type Shared = (Vec<(usize, Step)>, Command);

/// Splits changes into batches of at most [`Run::BATCH_SIZE`], none across two waves. `task` creates a user task.
pub(super) fn batches(tasks: impl Iterator<Item = UserTask>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, task) in tasks.enumerate() {
        match batches.last_mut() {
            Some(batch)
                if batch.tasks.len() < Run::BATCH_SIZE && batch.wave == task.change.wave =>
            {
                batch.open.push(batch.tasks.len());
                batch.tasks.push(task);
            }
            _ => batches.push(Batch {
                wave: task.change.wave,
                first: place,
                tasks: vec![task],
                open: vec![0],
                probes: Vec::new(),
                known: Known::default(),
            }),
        }
    }
    batches
}

impl Batch {
    pub(super) fn begin(&mut self, context: Context, progress: &mut Progress) {
        for index in 0..self.tasks.len() {
            self.go_on(index, context, progress);
        }
    }

    /// Whether nothing is left to do.
    pub(super) fn is_idle(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether every user is settled; rechecks may follow.
    pub(super) fn is_settled(&self) -> bool {
        let open = self.open.iter();
        open.map(|index| &self.tasks[*index])
            .all(UserTask::is_settled)
    }

    /// Whether any task needs a request now.
    pub(super) fn is_busy(&self) -> bool {
        let rests = |index: &usize| matches!(self.tasks[*index].phase, Phase::Waiting(_));
        !self.open.iter().all(rests)
    }

    pub(super) fn open_users(&self) -> usize {
        self.open.len()
    }

    pub(super) fn needs(&self, tasks: &[(usize, Step)]) -> bool {
        tasks
            .iter()
            .any(|(index, _)| self.tasks[*index].phase != Phase::Settled)
    }

    /// When the first task that waits for its time is due.
    pub(super) fn due(&mut self) -> Option<Timestamp> {
        let waiting = self
            .open
            .iter()
            .filter_map(|index| match self.tasks[*index].phase {
                Phase::Waiting(until) => Some(until),
                _ => None,
            });
        *self.known.due.get_or_insert_with(|| waiting.min())
    }

    /// A task changes.
    fn changes(&mut self) {
        self.known = Known::default();
    }

    /// The task of the user at this index of the plan; `None`: in another batch.
    pub(super) fn task_at(&self, place: usize) -> Option<&UserTask> {
        self.tasks.get(place.checked_sub(self.first)?)
    }

    pub(super) fn wake(&mut self, now: Timestamp) {
        if self.due().is_none_or(|due| due > now) {
            return;
        }
        self.changes();
        for index in &self.open {
            let task = &mut self.tasks[*index];
            if matches!(task.phase, Phase::Waiting(until) if until <= now) {
                task.retry_read();
            }
        }
    }

    /// Rechecks the user at this index of the plan.
    pub(super) fn recheck(&mut self, place: usize, now: Timestamp) {
        let index = place - self.first;
        self.changes();
        if self.tasks[index].phase == Phase::Settled {
            self.tasks[index].recheck(now);
            self.open.push(index);
        }
    }

    /// Ends the rechecks of the user at this index of the plan.
    pub(super) fn end_rechecks(&mut self, place: usize) {
        self.changes();
        let task = &mut self.tasks[place - self.first];
        task.rechecks.end();
        if task.is_settled() {
            task.phase = Phase::Settled;
            self.open.retain(|open| *open != place - self.first);
        }
    }

    /// Skips tasks that have not begun; with `abandon`, also gives up the others.
    pub(super) fn stop(&mut self, abandon: bool, context: Context, progress: &mut Progress) {
        for index in self.open.clone() {
            let task = &mut self.tasks[index];
            if task.is_settled() {
                continue;
            }
            if !task.touched {
                self.go_on(index, context, progress);
            } else if abandon {
                let recheck_at = task.abandon(context.now);
                self.publish(index, recheck_at, progress);
            }
        }
    }

    pub(super) fn on_answer(
        &mut self,
        request: &Request,
        answer: &Answer,
        context: Context,
        progress: &mut Progress,
    ) {
        self.changes();
        if request.command.kind() == Kind::Journal {
            for (index, _) in &request.tasks {
                self.tasks[*index].journaled = Journaled::Yes;
            }
            return;
        }
        if request.command.kind() == Kind::Write {
            let users = request.tasks.len();
            for (index, step) in &request.tasks {
                self.tasks[*index].on_written(step, answer, users, context.now);
            }
        }
        // Tasks that were given up no longer wait for it.
        let waits =
            |(index, step): &&(usize, Step)| self.tasks[*index].phase == Phase::Sent(step.clone());
        let tasks: Vec<(usize, Step)> = request.tasks.iter().filter(waits).cloned().collect();
        if request.command.kind() == Kind::Read {
            for (index, step) in tasks {
                if step == Step::Read {
                    self.tasks[index].is_scanned = false;
                    self.tasks[index].reads_alone = false;
                }
                self.on_read(index, answer, Span::at(request.sent), context, progress);
            }
            self.end_probes(context, progress);
            return self.probe_unshown(context, progress);
        }
        let users = request.tasks.len();
        match answer {
            Answer::Failed(
                Failure::Refused(_) | Failure::NotFound(_) | Failure::SecondLicense(_),
            ) if users > 1 => self.probe(tasks, context, progress),
            _ => {
                for (index, _) in tasks {
                    self.go_on(index, context, progress);
                }
            }
        }
        self.probe_unshown(context, progress);
    }

    fn on_read(
        &mut self,
        index: usize,
        answer: &Answer,
        span: Span,
        context: Context,
        progress: &mut Progress,
    ) {
        let task = &mut self.tasks[index];
        match task.on_read(answer, span, context) {
            Ok(lag) => {
                if let Some(lag) = lag {
                    progress.window.widen(lag);
                }
                let window = progress.window;
                self.go_on(index, Context { window, ..context }, progress);
            }
            Err(reason) => {
                let recheck_at = task.not_read(reason, context.now);
                self.publish(index, recheck_at, progress);
            }
        }
    }

    /// A command was rejected before it was processed.
    pub(super) fn not_processed(&mut self, request: &Request) {
        self.changes();
        for (index, step) in &request.tasks {
            if self.tasks[*index].phase == Phase::Sent(step.clone()) {
                self.tasks[*index].not_processed(step);
            }
        }
    }

    pub(super) fn go_on(&mut self, index: usize, context: Context, progress: &mut Progress) {
        let recheck_at = self.tasks[index].go_on(context);
        self.publish(index, recheck_at, progress);
    }

    fn publish(&mut self, index: usize, recheck_at: Option<Timestamp>, progress: &mut Progress) {
        let place = self.first + index;
        self.changes();
        if self.tasks[index].phase == Phase::Settled {
            self.open.retain(|open| *open != index);
        }
        if let Some(at) = recheck_at {
            progress.schedule_recheck(place, at);
        }
        let task = &mut self.tasks[index];
        let outcome = task.outcome_now();
        progress.replace(&task.outcome, &outcome);
        task.outcome = outcome;
    }
}
