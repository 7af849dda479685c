//! Dispatch: the next command to send, and retries.

use super::batch::{Batch, Capacity, Request};
use super::command::{Answer, CommandId, Failure, Kind};
use super::timestamp::Timestamp;
use super::{Halt, MAX_ATTEMPTS, Next, Run};

impl Run {
    pub(super) fn next_request(&mut self, now: Timestamp) -> Option<Request> {
        let capacity = Capacity {
            reads: self.in_flight_of(Kind::Read) < Self::READS,
            writes: self.in_flight_of(Kind::Write) < Self::WRITES,
            is_paused: self.halt.is_some(),
        };
        let is_due = |(at, request): &(Timestamp, Request)| {
            *at <= now && capacity.has(request.command.kind())
        };
        if let Some(due) = self.retries.iter().position(is_due) {
            return Some(self.retries.swap_remove(due).1);
        }
        let batches = &mut self.batches;
        let request = self.open.iter().find_map(|index| {
            let (tasks, command) = batches[*index].next_command(capacity, now)?;
            Some(Request {
                batch: *index,
                tasks,
                command,
                failures: 0,
                sent: now,
            })
        })?;
        self.retry_budget.earn();
        Some(request)
    }

    fn in_flight_of(&self, kind: Kind) -> usize {
        let alike = |request: &&Request| request.command.kind() == kind;
        self.in_flight.values().filter(alike).count()
    }

    pub(super) fn send(&mut self, request: Request, now: Timestamp) -> Next {
        self.last_command += 1;
        let id = CommandId::new(self.last_command);
        let command = request.command.clone();
        let request = Request {
            sent: now,
            ..request
        };
        self.in_flight.insert(id, request);
        Next::Send(id, command)
    }

    pub(super) fn retry(
        &mut self,
        mut request: Request,
        message: String,
        retry_after: Option<u32>,
        now: Timestamp,
    ) {
        request.failures += 1;
        if request.failures >= MAX_ATTEMPTS {
            return self.pass_on(&request, &Answer::Failed(Failure::Refused(message)), now);
        }
        match self.retry_budget.retry(request.failures, retry_after, now) {
            Some(at) => self.retries.push((at, request)),
            None => {
                self.open_circuit(message, now);
                self.retries.push((now, request));
            }
        }
    }

    pub(super) fn open_circuit(&mut self, message: String, now: Timestamp) {
        self.halt.get_or_insert(Halt::CircuitOpen(message));
        self.circuit_breaker.open(now);
    }

    /// When the next timer is due.
    pub(super) fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let open = self.open.iter().map(|index| &self.batches[*index]);
        let waiting = open.flat_map(Batch::waiting);
        let again = self.retries.iter().map(|(at, _)| *at);
        let rechecks = self.progress.next_recheck().filter(|_| self.halt.is_none());
        let all = waiting.chain(again).chain(rechecks);
        all.filter(|at| *at > now).min()
    }
}
