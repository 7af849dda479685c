//! When users are read by scans of the account, and when one by one.
//!
//! A scan costs as many requests as the account has pages, whoever is read by it, so it pays where more users wait to be
//! read than there are pages. Those are gathered: first all is written that can be, then one scan reads it back. Nothing
//! is written during a scan, since each write would move what is on the pages.
//!
//! A scan confirms and lets go on; it condemns nobody. Who is given up, in conflict, or not shown when the consistency
//! window is over, is read alone before that is believed, and so is everybody when scans stay in doubt.

use super::batch::{Capacity, Destination, Request};
use super::command::{Answer, Command, Kind};
use super::scan::Scan;
use super::timestamp::Timestamp;
use super::user_task::UserTask;
use super::window::CONSISTENCY_WINDOW;
use super::{Run, context};
use crate::domain::directory::LicenseRecord;
use crate::domain::ids::UserId;

/// What a scan showed before is too old, in milliseconds, for the first write of a user: somebody else may have changed
/// the user since.
pub const FRESH_FOR: u64 = 60_000;
/// Fewer users are read one by one.
const FEWEST: usize = 20;
/// So long who is to be read waits for others who will be, if they are many, in milliseconds.
const GATHERING: u64 = 10_000;
/// So long writes keep what was written from being read back, in milliseconds.
const WRITING: u64 = 30_000;
/// A write that is not answered for so long is slow, in milliseconds.
const SLOW: u64 = 5_000;
/// After a scan in doubt the next one begins later, in milliseconds: once all pages must show what was written, unless
/// others go on. After these, its users are read one by one.
const BACKOFFS: [u64; 2] = [3_000, CONSISTENCY_WINDOW];
/// After so many in a row there is no further scan.
const MOST_DOUBTS: u8 = 6;
/// So many users are told at once what a scan shows, so that the page stays responsive.
const SLICE: usize = 250;

/// How users are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// One by one.
    Alone,
    /// Many at once.
    ByScan,
    /// Many at once, but one by one before the first write.
    ByScanOnceWritten,
}

/// The scans of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanning {
    scan: Option<Scan>,
    /// Tells the scans apart.
    number: u32,
    /// Who waits for what the scan shows, by batch and index.
    members: Vec<(usize, usize)>,
    /// Since when what was written waits to be read back.
    gathering: Option<Timestamp>,
    /// How many pages the account had.
    pages: Option<usize>,
    /// So many scans in a row were in doubt.
    doubts: u8,
    /// When the next one may begin.
    not_before: Timestamp,
    /// When the writes in flight are slow.
    slow_at: Timestamp,
    /// The last scan took too long to be fresh when it was whole.
    is_slow: bool,
    observed: Vec<(UserId, Vec<LicenseRecord>)>,
}

impl Scanning {
    /// Whether one scan costs less than reading so many users one by one, as far as is known.
    fn pays(&self, users: usize) -> bool {
        let pages = self.pages.unwrap_or_default().max(FEWEST);
        self.doubts < MOST_DOUBTS && users > pages
    }

    /// When a scan may begin that has to wait.
    pub(super) fn due(&self) -> [Timestamp; 2] {
        [self.not_before, self.slow_at]
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.scan.is_some()
    }

    /// What was written has waited long enough to be read back. The time up to `idle`, in which nothing could be sent,
    /// does not count.
    pub(super) fn is_overdue(&self, idle: Timestamp, now: Timestamp) -> bool {
        self.gathering
            .is_some_and(|since| now.since(since.max(idle)) >= WRITING)
    }

    /// Something was written that is to be read back.
    pub(super) fn wrote(&mut self, now: Timestamp) {
        self.gathering.get_or_insert(now);
    }

    /// Which reads are left to a scan, given that so many users may have to be read.
    pub(super) fn leaves(&self, users: usize) -> Reading {
        match self.pays(users) {
            false => Reading::Alone,
            true if self.is_slow => Reading::ByScanOnceWritten,
            true => Reading::ByScan,
        }
    }
}

impl Reading {
    /// Whether the next read of this user is left to a scan.
    pub(super) fn leaves(self, task: &UserTask) -> bool {
        let may_be_scanned = !task.reads_alone && task.given_up.is_none();
        match self {
            Self::Alone => false,
            Self::ByScan => may_be_scanned,
            Self::ByScanOnceWritten => task.touched && may_be_scanned,
        }
    }
}

impl UserTask {
    /// Whether what a scan showed is too old for the first write.
    pub(super) fn is_outdated(&self, now: Timestamp) -> bool {
        !self.touched && self.is_scanned && now.since(self.licenses.as_of()) > FRESH_FOR
    }
}

impl Run {
    /// What scans showed of users since this was asked last.
    pub fn take_observed(&mut self) -> Vec<(UserId, Vec<LicenseRecord>)> {
        std::mem::take(&mut self.scanning.observed)
    }

    /// How many users there may be something to do for by now.
    pub(super) fn open_users(&self) -> usize {
        let open = self.open.iter();
        open.map(|index| self.batches[*index].open_users()).sum()
    }

    /// The next page of the scan under way.
    pub(super) fn next_page(&mut self, now: Timestamp) -> Option<Request> {
        let scanning = &mut self.scanning;
        let offset = scanning.scan.as_mut()?.next_page()?;
        Some(Request {
            destination: Destination::Scan(scanning.number),
            tasks: Vec::new(),
            command: Command::ReadPage { offset },
            failures: 0,
            sent: now,
        })
    }

    /// Once all is written that can be: begins a scan for those who wait to be read, or leaves them to be read alone.
    pub(super) fn begin_scan(&mut self, capacity: Capacity, now: Timestamp) {
        if capacity.reading == Reading::Alone || self.scanning.is_under_way() {
            return;
        }
        if !self.is_all_written(now) {
            return;
        }
        let open = self.open.iter();
        let waiting = open.flat_map(|index| {
            let tasks = self.batches[*index].waiting_for_scan(capacity);
            tasks.map(|task| (*index, task))
        });
        let members: Vec<(usize, usize)> = waiting.collect();
        if members.is_empty() {
            self.scanning.gathering = None;
            return;
        }
        let gathering = *self.scanning.gathering.get_or_insert(now);
        let (read, more) = (members.len(), self.due_by(gathering.plus(GATHERING), now));
        let pays_once_due = !self.scanning.pays(read) && self.scanning.pays(read + more);
        if now < self.scanning.not_before || pays_once_due || more > FEWEST {
            return;
        }
        self.scanning.gathering = None;
        if !self.scanning.pays(members.len()) {
            return self.leave_alone(&members);
        }
        for (batch, index) in &members {
            self.batches[*batch].join_scan(*index, now);
        }
        self.scanning.number += 1;
        self.scanning.scan = Some(Scan::default());
        self.scanning.members = members;
    }

    /// Whether nothing is on its way any more that is read back best together with what was written before. A write that
    /// is not answered for long is not waited for; if it moves what is on the pages, the scan is in doubt.
    fn is_all_written(&mut self, now: Timestamp) -> bool {
        let idle = self.retry_budget.not_before();
        let is_overdue = self.scanning.is_overdue(idle, now);
        let is_write = |request: &&Request| request.command.kind() == Kind::Write;
        if !is_overdue && self.retries.iter().any(|(_, request)| is_write(&request)) {
            return false;
        }
        let last = self.in_flight.values().filter(is_write);
        let slow_at = last.map(|request| request.sent.plus(SLOW)).max();
        self.scanning.slow_at = slow_at.unwrap_or_default();
        let has_capacity = self.in_flight_of(Kind::Write) < Self::WRITES;
        self.in_flight_of(Kind::Journal) == 0
            && slow_at.is_none_or(|slow_at| has_capacity && slow_at <= now)
    }

    /// How many more users will have to be read by then.
    fn due_by(&self, end: Timestamp, now: Timestamp) -> usize {
        if end <= now {
            return 0;
        }
        let open = self.open.iter();
        let waiting = open.map(|index| self.batches[*index].due_by(end)).sum();
        match self.halt {
            None => waiting + self.progress.rechecks_by(end),
            Some(_) => waiting,
        }
    }

    fn leave_alone(&mut self, users: &[(usize, usize)]) {
        for (batch, index) in users {
            self.batches[*batch].leave_alone(*index);
        }
    }

    pub(super) fn on_page(&mut self, request: &Request, answer: Answer, now: Timestamp) {
        let (Command::ReadPage { offset }, Some(scan)) =
            (&request.command, &mut self.scanning.scan)
        else {
            return;
        };
        if request.destination != Destination::Scan(self.scanning.number) {
            return;
        }
        let Answer::Page(page) = answer else {
            return self.doubt(now);
        };
        let places = &self.places;
        let is_wanted = |user| places.contains_key(&user);
        if scan.take(*offset, page, request.sent, is_wanted).is_err() {
            return self.doubt(now);
        }
        self.scanning.pages = scan.pages();
        if scan.whole().is_none() && !self.scanning.pays(self.scanning.members.len()) {
            self.end_scan(true);
        }
    }

    /// The scan proves nothing.
    fn doubt(&mut self, now: Timestamp) {
        let doubts = usize::from(self.scanning.doubts);
        self.scanning.doubts = self.scanning.doubts.saturating_add(1);
        if let Some(backoff) = BACKOFFS.get(doubts) {
            self.scanning.not_before = now.plus(*backoff);
        }
        self.end_scan(doubts >= BACKOFFS.len());
    }

    /// Whoever still waits is read otherwise.
    fn end_scan(&mut self, alone: bool) {
        self.scanning.scan = None;
        let members = std::mem::take(&mut self.scanning.members);
        for (batch, index) in &members {
            self.batches[*batch].leave_scan(*index);
        }
        if alone {
            self.leave_alone(&members);
        }
        let is_page = |request: &Request| matches!(request.destination, Destination::Scan(_));
        self.retries.retain(|(_, request)| !is_page(request));
    }

    /// Nobody waits for what the scan shows, or some still do.
    pub(super) fn abandon_scan(&mut self) {
        let batches = &self.batches;
        let waits = |(batch, index): &(usize, usize)| batches[*batch].is_read(*index);
        self.scanning.members.retain(waits);
        if self.scanning.members.is_empty() {
            self.end_scan(false);
        }
    }

    /// Tells some of those who wait what a whole scan shows. Answers whether there are more.
    pub(super) fn tell_scanned(&mut self, now: Timestamp) -> bool {
        let Some(scan) = &mut self.scanning.scan else {
            return false;
        };
        let Some(span) = scan.whole() else {
            return false;
        };
        self.scanning.doubts = 0;
        self.scanning.is_slow = span.until.since(span.from) > FRESH_FOR / 2;
        let rest = self.scanning.members.len().saturating_sub(SLICE);
        let told = self.scanning.members.split_off(rest);
        for of_batch in told.chunk_by(|(one, _), (other, _)| one == other) {
            let batch = &mut self.batches[of_batch[0].0];
            let mut shown = Vec::new();
            for (_, index) in of_batch {
                let user = batch.tasks[*index].change.user;
                let licenses = scan.licenses_of(user);
                self.scanning.observed.push((user, licenses.clone()));
                shown.push((*index, licenses));
            }
            let context = context(
                &self.products,
                self.is_stopping,
                &self.forbidden,
                &self.progress,
                now,
            );
            batch.on_scanned(shown, span, context, &mut self.progress);
        }
        if rest == 0 {
            self.scanning.scan = None;
        }
        self.close();
        rest > 0
    }
}
