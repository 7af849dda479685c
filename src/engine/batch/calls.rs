//! The commands of a batch, and the tasks that share them.

use super::{Batch, Shared};
use crate::domain::ids::UserId;
use crate::engine::Run;
use crate::engine::capacity::Capacity;
use crate::engine::command::{Assignment, Command, JournalEntry, Kind};
use crate::engine::timestamp::Timestamp;
use crate::engine::user_task::{Journaled, Phase, Step, UserTask};

impl Batch {
    /// The next command with its tasks: single steps first, bulk calls once no further task can join.
    pub(in crate::engine) fn next_command(
        &mut self,
        capacity: Capacity,
        now: Timestamp,
    ) -> Option<Shared> {
        if self.known.nothing_for.contains(&capacity) {
            return None;
        }
        let command = self.find_command(capacity, now).or_else(|| {
            let retries_read = std::mem::take(&mut self.known.retries_read);
            retries_read.then(|| self.find_command(capacity, now))?
        });
        match command {
            Some(_) => self.changes(),
            None => self.known.nothing_for.push(capacity),
        }
        command
    }

    fn find_command(&mut self, capacity: Capacity, now: Timestamp) -> Option<Shared> {
        let mut nobody_joins = true;
        let mut to_journal = Vec::new();
        for index in self.open.iter().copied() {
            let task = &mut self.tasks[index];
            let Phase::Ready(step) = task.phase.clone() else {
                nobody_joins &= !matches!(
                    task.phase,
                    Phase::Sent(_) | Phase::Unshown(_) | Phase::Probing
                );
                continue;
            };
            if !step.is_read() && task.journaled != Journaled::Yes {
                nobody_joins &= task.journaled == Journaled::No;
                to_journal.extend((task.journaled == Journaled::No).then_some(index));
                continue;
            }
            if step == Step::Read && capacity.reading.leaves(task) {
                nobody_joins = false;
                continue;
            }
            let Some(command) = single(&step, task.change.user) else {
                continue;
            };
            nobody_joins = false;
            if !step.is_read() && task.is_outdated(now) {
                task.retry_read();
                self.known.retries_read = true;
                continue;
            }
            let is_wanted = task.touched || !capacity.is_paused;
            if capacity.has(command.kind()) && is_wanted {
                task.send(&step, now);
                return Some((vec![(index, step)], command));
            }
        }
        if nobody_joins {
            to_journal.retain(|index| !self.read_if_outdated(*index, now));
        }
        match (nobody_joins, to_journal.is_empty()) {
            (true, false) if capacity.has(Kind::Journal) => Some(self.journal(to_journal)),
            (true, true) if capacity.has(Kind::Write) => self.bulk(now),
            _ => None,
        }
    }

    /// Reads a user again before the first write if the scan is too old. Returns whether it was.
    fn read_if_outdated(&mut self, index: usize, now: Timestamp) -> bool {
        let task = &mut self.tasks[index];
        let is_outdated = task.is_outdated(now);
        if is_outdated {
            task.retry_read();
            self.known.retries_read = true;
        }
        is_outdated
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
        for index in self.open.clone() {
            if matches!(self.tasks[index].phase, Phase::Ready(_)) {
                self.read_if_outdated(index, now);
            }
        }
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
