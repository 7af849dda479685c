//! Dispatch: which batches begin, which command is sent next, and what is retried.

use super::batch::{Batch, Destination, Request};
use super::capacity::{Capacity, Reading};
use super::command::{Answer, CommandId, Failure, Kind};
use super::timestamp::Timestamp;
use super::{Halt, MAX_ATTEMPTS, Next, Run, context};

/// The maximum number of open batches while users are read by scans.
const SCANNED_AT_ONCE: usize = 1_000;
/// The number of batches begun at once, so that the page stays responsive.
const BEGUN_AT_ONCE: usize = 10;
/// The number of failures of one page after which the circuit opens.
const PAGE_ATTEMPTS: u32 = 5;
/// How often the next request is looked for: writes may wait for a scan, and users may have to be read before.
const PASSES: u8 = 3;

impl Run {
    /// Begins as many batches as capacity allows, some at a time; those of a later wave only when the earlier waves have
    /// ended. Returns whether there are more.
    pub(super) fn begin_batches(&mut self, now: Timestamp) -> bool {
        for _ in 0..BEGUN_AT_ONCE {
            if !self.may_begin() {
                return false;
            }
            let context = context(
                &self.products,
                self.is_stopping,
                &self.forbidden,
                &self.progress,
                now,
            );
            self.batches[self.begun].begin(context, &mut self.progress);
            self.open.push(self.begun);
            self.begun += 1;
        }
        self.may_begin()
    }

    fn may_begin(&self) -> bool {
        let Some(next) = self.batches.get(self.begun) else {
            return false;
        };
        let most = match self
            .scanning
            .leaves(self.open_users() + self.users_to_begin(next.wave))
        {
            Reading::Alone => Self::WRITES,
            Reading::ByScan | Reading::ByScanOnceWritten => SCANNED_AT_ONCE,
        };
        let open = || self.open.iter().map(|index| &self.batches[*index]);
        let is_full =
            self.open.len() >= most && open().filter(|each| each.is_busy()).count() >= most;
        let mut earlier = open().filter(|batch| batch.wave < next.wave);
        !is_full && earlier.all(Batch::is_settled)
    }

    /// The number of users of a wave who have not begun.
    fn users_to_begin(&self, wave: usize) -> usize {
        let next = self.batches[self.begun..].iter();
        let next = next.take_while(|batch| batch.wave == wave);
        next.map(|batch| batch.tasks.len()).sum()
    }

    pub(super) fn next_request(&mut self, now: Timestamp) -> Option<Request> {
        let capacity = self.capacity(now);
        let is_due = |(at, request): &(Timestamp, Request)| {
            *at <= now && capacity.has(request.command.kind())
        };
        if let Some(due) = self.retries.iter().position(is_due) {
            return Some(self.retries.swap_remove(due).1);
        }
        // Other commands wait for a scan to begin or end.
        let request = (0..PASSES).find_map(|_| {
            let capacity = self.capacity(now);
            let request = self.first_request(capacity, now);
            if request.is_none() {
                self.begin_scan(capacity, now);
            }
            request
        })?;
        self.retry_budget.earn();
        Some(request)
    }

    fn capacity(&self, now: Timestamp) -> Capacity {
        let reading = self.scanning.leaves(self.open_users());
        let idle = self.retry_budget.not_before();
        let is_overdue = reading != Reading::Alone && self.scanning.is_overdue(idle, now);
        let has_writes = self.in_flight_of(Kind::Write) < Self::WRITES;
        Capacity {
            reads: self.in_flight_of(Kind::Read) < Self::READS,
            reading,
            writes: has_writes && !is_overdue && !self.scanning.is_under_way(),
            is_paused: self.halt.is_some(),
        }
    }

    /// The next request that is not a retry.
    fn first_request(&mut self, capacity: Capacity, now: Timestamp) -> Option<Request> {
        if capacity.reads
            && let Some(page) = self.next_page(now)
        {
            return Some(page);
        }
        let batches = &mut self.batches;
        self.open.iter().find_map(|index| {
            let (tasks, command) = batches[*index].next_command(capacity, now)?;
            Some(Request {
                destination: Destination::Batch(*index),
                tasks,
                command,
                failures: 0,
                sent: now,
            })
        })
    }

    pub(super) fn in_flight_of(&self, kind: Kind) -> usize {
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
            return self.pass_on(&request, Answer::Failed(Failure::Refused(message)), now);
        }
        // Many wait for a page, so that few other requests show that the server is down.
        let is_page = matches!(request.destination, Destination::Scan(_));
        let is_down = is_page && request.failures == PAGE_ATTEMPTS;
        match self.retry_budget.retry(request.failures, retry_after, now) {
            Some(at) if !is_down => self.retries.push((at, request)),
            _ => {
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
    pub(super) fn next_due(&mut self, now: Timestamp) -> Option<Timestamp> {
        let batches = &mut self.batches;
        let waiting = self.open.iter().filter_map(|index| batches[*index].due());
        let again = self.retries.iter().map(|(at, _)| *at);
        let rechecks = self.progress.next_recheck().filter(|_| self.halt.is_none());
        let all = waiting.chain(again).chain(rechecks);
        let all = all.chain(self.scanning.due());
        all.filter(|at| *at > now).min()
    }
}
