//! Which command is sent next, and what is sent again.

use super::batch::{Batch, Capacity, Sending};
use super::command::{Answer, CommandId, Failure, Kind};
use super::timestamp::Timestamp;
use super::{Halt, MOST_SENDINGS, Next, PEACE, Run};

impl Run {
    pub(super) fn next_sending(&mut self, now: Timestamp) -> Option<Sending> {
        let capacity = Capacity {
            reads: self.under_way(Kind::Read) < Self::READS,
            writes: self.under_way(Kind::Write) < Self::WRITES,
            is_paused: self.halt.is_some(),
        };
        let is_due = |(at, sending): &(Timestamp, Sending)| {
            *at <= now && capacity.has(sending.command.kind())
        };
        if let Some(due) = self.again.iter().position(is_due) {
            return Some(self.again.swap_remove(due).1);
        }
        let changes = &self.changes;
        let batches = &mut self.batches;
        let sending = self.open.iter().find_map(|index| {
            let (tasks, command) = batches[*index].next_command(changes, capacity, now)?;
            Some(Sending {
                batch: *index,
                tasks,
                command,
                failures: 0,
                sent: now,
            })
        })?;
        self.pace.earn();
        Some(sending)
    }

    fn under_way(&self, kind: Kind) -> usize {
        let alike = |sending: &&Sending| sending.command.kind() == kind;
        self.in_flight.values().filter(alike).count()
    }

    pub(super) fn send(&mut self, sending: Sending, now: Timestamp) -> Next {
        self.last_command += 1;
        let id = CommandId::new(self.last_command);
        let command = sending.command.clone();
        let sending = Sending {
            sent: now,
            ..sending
        };
        self.in_flight.insert(id, sending);
        Next::Send(id, command)
    }

    pub(super) fn send_again(
        &mut self,
        mut sending: Sending,
        message: String,
        retry_after: Option<u32>,
        now: Timestamp,
    ) {
        sending.failures += 1;
        if sending.failures >= MOST_SENDINGS {
            return self.tell(&sending, &Answer::Failed(Failure::Refused(message)), now);
        }
        match self.pace.retry(sending.failures, retry_after, now) {
            Some(at) => self.again.push((at, sending)),
            None => {
                self.rest(message, now);
                self.again.push((now, sending));
            }
        }
    }

    pub(super) fn rest(&mut self, message: String, now: Timestamp) {
        self.halt.get_or_insert(Halt::Trouble(message));
        self.peace_until = now.plus(PEACE);
    }

    /// When something is due that waits for its time.
    pub(super) fn next_moment(&self, now: Timestamp) -> Option<Timestamp> {
        let open = self.open.iter().map(|index| &self.batches[*index]);
        let resting = open.flat_map(Batch::resting);
        let again = self.again.iter().map(|(at, _)| *at);
        let rechecks = self.progress.next_recheck().filter(|_| self.halt.is_none());
        let all = resting.chain(again).chain(rechecks);
        all.filter(|at| *at > now).min()
    }
}
