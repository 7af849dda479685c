//! Up to a hundred users who are on the way together, so that their bulk calls can be shared.

use super::Run;
use super::command::{Answer, Assignment, Command, Failure, JournalEntry, Kind};
use super::outcome::Emails;
use super::probe::Probe;
use super::progress::Progress;
use super::timestamp::Timestamp;
use super::user_task::{Context, Noted, Phase, Step, UserTask};
use crate::domain::plan::Change;

/// Users who share bulk calls; their changes are neighbours in the plan.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) wave: usize,
    pub(super) first: usize,
    pub(super) tasks: Vec<UserTask>,
    /// The indices of those for whom there is something to do.
    open: Vec<usize>,
    pub(super) probes: Vec<Probe>,
}

/// A command with what it is for.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    pub(super) batch: usize,
    /// The tasks' indices in the batch, each with its step.
    pub(super) tasks: Vec<(usize, Step)>,
    pub(super) command: Command,
    /// How often it has failed.
    pub(super) failures: u32,
    /// When it was sent last.
    pub(super) sent: Timestamp,
}

/// A command with the tasks that it is for, each with its step.
pub(super) type Shared = (Vec<(usize, Step)>, Command);

/// Which kinds of commands may be sent now.
#[derive(Clone, Copy)]
pub(super) struct Capacity {
    pub(super) reads: bool,
    pub(super) writes: bool,
    /// Only what is in flight is read back.
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

/// At most [`Run::CHUNK`] together, no batch across two waves. `task` is how a user begins.
pub(super) fn batches(changes: &[Change], task: impl Fn(&Change) -> UserTask) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, change) in changes.iter().enumerate() {
        match batches.last_mut() {
            Some(batch) if batch.tasks.len() < Run::CHUNK && batch.wave == change.wave => {
                batch.open.push(batch.tasks.len());
                batch.tasks.push(task(change));
            }
            _ => batches.push(Batch {
                wave: change.wave,
                first: place,
                tasks: vec![task(change)],
                open: vec![0],
                probes: Vec::new(),
            }),
        }
    }
    batches
}

impl Batch {
    pub(super) fn begin(&mut self, changes: &[Change], context: Context, progress: &mut Progress) {
        for index in 0..self.tasks.len() {
            self.go_on(index, changes, context, progress);
        }
    }

    /// Whether there is nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether every user is settled; some may be looked at again.
    pub(super) fn is_settled(&self) -> bool {
        let open = self.open.iter();
        open.map(|index| &self.tasks[*index])
            .all(UserTask::is_settled)
    }

    /// Whether it takes part in the race for calls; who rests does not.
    pub(super) fn is_busy(&self) -> bool {
        let rests = |index: &usize| matches!(self.tasks[*index].phase, Phase::Resting(_));
        !self.open.iter().all(rests)
    }

    pub(super) fn needs(&self, tasks: &[(usize, Step)]) -> bool {
        tasks
            .iter()
            .any(|(index, _)| self.tasks[*index].phase != Phase::Settled)
    }

    pub(super) fn resting(&self) -> impl Iterator<Item = Timestamp> {
        self.open
            .iter()
            .filter_map(|index| match self.tasks[*index].phase {
                Phase::Resting(until) => Some(until),
                _ => None,
            })
    }

    /// The task of the user at this place of the plan; `None`: the user is in another batch.
    pub(super) fn task_at(&self, place: usize) -> Option<&UserTask> {
        self.tasks.get(place.checked_sub(self.first)?)
    }

    pub(super) fn emails_at(&self, place: usize, change: &Change) -> Option<Emails> {
        self.task_at(place).map(|task| task.emails(change))
    }

    pub(super) fn wake(&mut self, now: Timestamp) {
        for index in &self.open {
            let task = &mut self.tasks[*index];
            if matches!(task.phase, Phase::Resting(until) if until <= now) {
                task.read_again();
            }
        }
    }

    /// Looks again at the user at this place of the plan.
    pub(super) fn look(&mut self, place: usize, now: Timestamp) {
        let index = place - self.first;
        if self.tasks[index].phase == Phase::Settled {
            self.tasks[index].look(now);
            self.open.push(index);
        }
    }

    /// Looks no more at the user at this place of the plan.
    pub(super) fn end_rechecks(&mut self, place: usize) {
        let task = &mut self.tasks[place - self.first];
        task.rechecks.end();
        if task.is_settled() {
            task.phase = Phase::Settled;
            self.open.retain(|open| *open != place - self.first);
        }
    }

    /// Whoever is not begun is left alone; with `abandon` everyone is left as they are.
    pub(super) fn stop(
        &mut self,
        abandon: bool,
        changes: &[Change],
        context: Context,
        progress: &mut Progress,
    ) {
        for index in self.open.clone() {
            let change = &changes[self.first + index];
            let task = &mut self.tasks[index];
            if task.is_settled() {
                continue;
            }
            if !task.touched {
                self.go_on(index, changes, context, progress);
            } else if abandon {
                let look = task.abandon(change, context.now);
                self.publish(index, look, progress);
            }
        }
    }

    /// The next call with the tasks that it is for: single steps first, bulk calls once nobody may join them.
    pub(super) fn next_command(
        &mut self,
        changes: &[Change],
        capacity: Capacity,
        now: Timestamp,
    ) -> Option<Shared> {
        let mut nobody_joins = true;
        let mut to_note = Vec::new();
        for index in self.open.iter().copied() {
            let change = &changes[self.first + index];
            let task = &mut self.tasks[index];
            let Phase::Ready(step) = task.phase.clone() else {
                nobody_joins &= !matches!(task.phase, Phase::Sent(_) | Phase::Probing);
                continue;
            };
            if !step.is_read() && task.noted != Noted::Yes {
                nobody_joins &= task.noted == Noted::No;
                to_note.extend((task.noted == Noted::No).then_some(index));
                continue;
            }
            let Some(command) = single(&step, change) else {
                continue;
            };
            nobody_joins = false;
            let is_wanted = task.touched || !capacity.is_paused;
            if capacity.has(command.kind()) && is_wanted {
                task.send(&step, change, now);
                return Some((vec![(index, step)], command));
            }
        }
        match (nobody_joins, to_note.is_empty()) {
            (true, false) if capacity.has(Kind::Journal) => Some(self.note_down(to_note, changes)),
            (true, true) if capacity.has(Kind::Write) => self.bulk(changes, now),
            _ => None,
        }
    }

    fn note_down(&mut self, tasks: Vec<usize>, changes: &[Change]) -> Shared {
        let mut notes = Vec::new();
        for index in &tasks {
            let task = &mut self.tasks[*index];
            task.noted = Noted::Asked;
            notes.push(JournalEntry {
                user: changes[self.first + index].user,
                welcomed: task.welcomed.clone(),
                unsure: task.unsure().collect(),
                restores: task.has_restored || task.given_up.is_some(),
            });
        }
        let tasks = tasks.into_iter().map(|index| (index, Step::Read));
        (tasks.collect(), Command::Journal(notes))
    }

    /// A bulk call for the first user who needs one, and for all who may share it.
    fn bulk(&mut self, changes: &[Change], now: Timestamp) -> Option<Shared> {
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
            let change = &changes[self.first + index];
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
                Step::Remove(licenses) if removals.len() + licenses.len() > Run::CHUNK => break,
                Step::Remove(licenses) => removals.extend(licenses),
                _ => continue,
            }
            self.tasks[index].send(&step, change, now);
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
        sending: &Sending,
        answer: &Answer,
        changes: &[Change],
        context: Context,
        progress: &mut Progress,
    ) {
        if sending.command.kind() == Kind::Journal {
            for (index, _) in &sending.tasks {
                self.tasks[*index].noted = Noted::Yes;
            }
            return;
        }
        if sending.command.kind() == Kind::Write {
            let users = sending.tasks.len();
            for (index, step) in &sending.tasks {
                let change = &changes[self.first + index];
                self.tasks[*index].on_written(step, answer, users, change, context.now);
            }
        }
        // Who was given up meanwhile does not wait for it any more.
        let waits =
            |(index, step): &&(usize, Step)| self.tasks[*index].phase == Phase::Sent(step.clone());
        let tasks: Vec<(usize, Step)> = sending.tasks.iter().filter(waits).cloned().collect();
        if sending.command.kind() == Kind::Read {
            for (index, _) in tasks {
                self.on_read(index, answer, sending.sent, changes, context, progress);
            }
            self.end_probes(changes, context, progress);
            return;
        }
        let users = sending.tasks.len();
        match answer {
            Answer::Failed(
                Failure::Refused(_) | Failure::NotFound(_) | Failure::SecondLicense(_),
            ) if users > 1 => self.probe(tasks, changes, context, progress),
            _ => {
                for (index, _) in tasks {
                    self.go_on(index, changes, context, progress);
                }
            }
        }
    }

    fn on_read(
        &mut self,
        index: usize,
        answer: &Answer,
        sent: Timestamp,
        changes: &[Change],
        context: Context,
        progress: &mut Progress,
    ) {
        let change = &changes[self.first + index];
        let task = &mut self.tasks[index];
        match task.on_read(answer, sent, change, context) {
            Ok(lag) => {
                if let Some(lag) = lag {
                    progress.window.widen(lag);
                }
                let window = progress.window;
                self.go_on(index, changes, Context { window, ..context }, progress);
            }
            Err(reason) => {
                let look = task.not_read(reason, change, context.now);
                self.publish(index, look, progress);
            }
        }
    }

    /// A command was turned away before it had any effect.
    pub(super) fn turned_away(&mut self, sending: &Sending, changes: &[Change]) {
        for (index, step) in &sending.tasks {
            if self.tasks[*index].phase == Phase::Sent(step.clone()) {
                self.tasks[*index].turned_away(step, &changes[self.first + index]);
            }
        }
    }

    pub(super) fn go_on(
        &mut self,
        index: usize,
        changes: &[Change],
        context: Context,
        progress: &mut Progress,
    ) {
        let look = self.tasks[index].go_on(&changes[self.first + index], context);
        self.publish(index, look, progress);
    }

    fn publish(&mut self, index: usize, look: Option<Timestamp>, progress: &mut Progress) {
        let place = self.first + index;
        if self.tasks[index].phase == Phase::Settled {
            self.open.retain(|open| *open != index);
        }
        if let Some(at) = look {
            progress.look_at(place, at);
        }
        progress.set(place, self.tasks[index].outcome());
    }
}

/// The call for a step that no other user can share.
fn single(step: &Step, change: &Change) -> Option<Command> {
    let user = change.user;
    Some(match *step {
        Step::Read => Command::ReadLicenses(user),
        Step::ReadNumbers => Command::ReadNumbers(user),
        Step::Give(number) => Command::GiveNumber { user, number },
        Step::Bind(number) => Command::BindAlias { user, number },
        Step::Take(number) => Command::TakeNumber { user, number },
        Step::Assign(_) | Step::Remove(_) => return None,
    })
}
