//! A batch: up to 100 user tasks that share bulk calls.

use super::Run;
use super::command::{Answer, Assignment, Command, Failure, JournalEntry, Kind};
use super::probe::Probe;
use super::progress::Progress;
use super::timestamp::Timestamp;
use super::user_task::{Context, Journaled, Phase, Step, UserTask};
use crate::domain::ids::UserId;

/// User tasks that share bulk calls; their changes are adjacent in the plan.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) wave: usize,
    pub(super) first: usize,
    pub(super) tasks: Vec<UserTask>,
    /// The indices of tasks with something left to do.
    open: Vec<usize>,
    pub(super) probes: Vec<Probe>,
}

/// A command in flight or to be retried, with its tasks.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) batch: usize,
    /// The indices of the tasks in the batch, each with its step.
    pub(super) tasks: Vec<(usize, Step)>,
    pub(super) command: Command,
    /// How often it has failed.
    pub(super) failures: u32,
    /// When it was last sent.
    pub(super) sent: Timestamp,
}

/// A command with its tasks, each with its step.
pub(super) type Shared = (Vec<(usize, Step)>, Command);

/// The kinds of commands that may be sent now.
#[derive(Clone, Copy)]
pub(super) struct Capacity {
    pub(super) reads: bool,
    pub(super) writes: bool,
    /// Only writes in flight are verified.
    pub(super) is_paused: bool,
}

impl Capacity {
    pub(super) fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Read => self.reads,
            Kind::Write => self.writes && !self.is_paused,
            Kind::Journal => !self.is_paused,
        }
    }
}

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

    pub(super) fn needs(&self, tasks: &[(usize, Step)]) -> bool {
        tasks
            .iter()
            .any(|(index, _)| self.tasks[*index].phase != Phase::Settled)
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = Timestamp> {
        self.open
            .iter()
            .filter_map(|index| match self.tasks[*index].phase {
                Phase::Waiting(until) => Some(until),
                _ => None,
            })
    }

    /// The task of the user at this index of the plan; `None`: in another batch.
    pub(super) fn task_at(&self, place: usize) -> Option<&UserTask> {
        self.tasks.get(place.checked_sub(self.first)?)
    }

    pub(super) fn wake(&mut self, now: Timestamp) {
        for index in &self.open {
            let task = &mut self.tasks[*index];
            if matches!(task.phase, Phase::Waiting(until) if until <= now) {
                task.read_again();
            }
        }
    }

    /// Rechecks the user at this index of the plan.
    pub(super) fn recheck(&mut self, place: usize, now: Timestamp) {
        let index = place - self.first;
        if self.tasks[index].phase == Phase::Settled {
            self.tasks[index].recheck(now);
            self.open.push(index);
        }
    }

    /// Ends the rechecks of the user at this index of the plan.
    pub(super) fn end_rechecks(&mut self, place: usize) {
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

    /// The next command with its tasks: single steps first, bulk calls once no further task can join.
    pub(super) fn next_command(&mut self, capacity: Capacity, now: Timestamp) -> Option<Shared> {
        let mut nobody_joins = true;
        let mut to_journal = Vec::new();
        for index in self.open.iter().copied() {
            let task = &mut self.tasks[index];
            let Phase::Ready(step) = task.phase.clone() else {
                nobody_joins &= !matches!(task.phase, Phase::Sent(_) | Phase::Probing);
                continue;
            };
            if !step.is_read() && task.journaled != Journaled::Yes {
                nobody_joins &= task.journaled == Journaled::No;
                to_journal.extend((task.journaled == Journaled::No).then_some(index));
                continue;
            }
            let Some(command) = single(&step, task.change.user) else {
                continue;
            };
            nobody_joins = false;
            let is_wanted = task.touched || !capacity.is_paused;
            if capacity.has(command.kind()) && is_wanted {
                task.send(&step, now);
                return Some((vec![(index, step)], command));
            }
        }
        match (nobody_joins, to_journal.is_empty()) {
            (true, false) if capacity.has(Kind::Journal) => Some(self.journal(to_journal)),
            (true, true) if capacity.has(Kind::Write) => self.bulk(now),
            _ => None,
        }
    }

    fn journal(&mut self, tasks: Vec<usize>) -> Shared {
        let mut notes = Vec::new();
        for index in &tasks {
            let task = &mut self.tasks[*index];
            task.journaled = Journaled::Asked;
            notes.push(JournalEntry {
                user: task.change.user,
                welcomed: task.welcomed.clone(),
                unsure: task.unsure().collect(),
                restores: task.has_restored || task.given_up.is_some(),
            });
        }
        let tasks = tasks.into_iter().map(|index| (index, Step::Read));
        (tasks.collect(), Command::Journal(notes))
    }

    /// A bulk call for the first task that needs one, and all that can share it.
    fn bulk(&mut self, now: Timestamp) -> Option<Shared> {
        let ready = |task: &UserTask| match &task.phase {
            Phase::Ready(step @ (Step::Assign(_) | Step::Remove(_))) => {
                Some((matches!(step, Step::Assign(_)), task.largest_call))
            }
            _ => None,
        };
        let open = || self.open.iter().copied();
        let kind = open().find_map(|index| ready(&self.tasks[index]))?;
        let (is_assignment, size) = kind;
        let alike = open().filter(|index| ready(&self.tasks[*index]) == Some(kind));
        let alike: Vec<usize> = alike.take(size).collect();
        let mut tasks = Vec::new();
        let mut assignments = Vec::new();
        let mut removals = Vec::new();
        for index in alike {
            let change = &self.tasks[index].change;
            let Phase::Ready(step) = self.tasks[index].phase.clone() else {
                continue;
            };
            match &step {
                Step::Assign(product) => assignments.push(Assignment {
                    user: change.user,
                    product: *product,
                    number: if change.to == Some(*product) {
                        change.number.after
                    } else {
                        change.number.before()
                    },
                }),
                Step::Remove(licenses) if removals.len() + licenses.len() > Run::BATCH_SIZE => {
                    break;
                }
                Step::Remove(licenses) => removals.extend(licenses),
                _ => continue,
            }
            self.tasks[index].send(&step, now);
            tasks.push((index, step));
        }
        let command = if is_assignment {
            Command::Assign(assignments)
        } else {
            Command::Remove(removals)
        };
        Some((tasks, command))
    }

    pub(super) fn on_answer(
        &mut self,
        request: &Request,
        answer: &Answer,
        context: Context,
        progress: &mut Progress,
    ) {
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
            for (index, _) in tasks {
                self.on_read(index, answer, request.sent, context, progress);
            }
            self.end_probes(context, progress);
            return;
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
    }

    fn on_read(
        &mut self,
        index: usize,
        answer: &Answer,
        sent: Timestamp,
        context: Context,
        progress: &mut Progress,
    ) {
        let task = &mut self.tasks[index];
        match task.on_read(answer, sent, context) {
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

/// The command for a step that is not shared.
fn single(step: &Step, user: UserId) -> Option<Command> {
    Some(match *step {
        Step::Read => Command::ReadLicenses(user),
        Step::ReadNumbers => Command::ReadNumbers(user),
        Step::Give(number) => Command::GiveNumber { user, number },
        Step::Bind(number) => Command::BindAlias { user, number },
        Step::Take(number) => Command::TakeNumber { user, number },
        Step::Assign(_) | Step::Remove(_) => return None,
    })
}
