//! Chooses between scans of the account and reads of single users.
//!
//! A scan takes as many requests as the account has pages, for any number of users, so it is used when more users wait to
//! be read than there are pages. Reads are gathered: all possible writes come first, then one scan verifies them. Nothing
//! is written during a scan, since a write would shift the pages.
//!
//! A scan can confirm a change, but not its failure. Users who would be given up, are in conflict, or are still missing
//! their change after the consistency window are read alone first, as are all users when scans stay in doubt.

use super::batch::{Destination, Request};
use super::capacity::{Capacity, Reading};
use super::command::{Answer, Command, Kind};
use super::scan::Scan;
use super::timestamp::Timestamp;
use super::user_task::UserTask;
use super::window::CONSISTENCY_WINDOW;
use super::{Run, context};
use crate::domain::directory::LicenseRecord;
use crate::domain::ids::UserId;

/// The maximum age of a scan, in milliseconds, for the first write to a user: another administrator may have changed the
/// user since.
pub const FRESH_FOR: u64 = 60_000;
/// The minimum number of users for a scan.
const FEWEST: usize = 20;
/// The maximum time that users wait for many others to be read with them, in milliseconds.
const GATHERING: u64 = 10_000;
/// The maximum time that further writes delay the verification of earlier ones, in milliseconds.
const WRITING: u64 = 30_000;
/// The time after which an unanswered write is slow, in milliseconds.
const SLOW: u64 = 5_000;
/// The back-off after scans in doubt, in milliseconds: the second one lasts until all pages must show the writes. After
/// these, the users are read one by one.
const BACKOFFS: [u64; 2] = [3_000, CONSISTENCY_WINDOW];
/// The number of scans in doubt in a row after which scans are no longer used.
const MOST_DOUBTS: u8 = 6;
/// The number of users processed at once, so that the page stays responsive.
const SLICE: usize = 250;

/// The scans of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanning {
    scan: Option<Scan>,
    /// The number of the current scan.
    number: u32,
    /// The users who wait for the scan, by batch and index.
    members: Vec<(usize, usize)>,
    /// Since when writes wait to be verified.
    gathering: Option<Timestamp>,
    /// The number of pages in the last scan.
    pages: Option<usize>,
    /// The number of scans in doubt in a row.
    doubts: u8,
    /// When the next scan may begin.
    not_before: Timestamp,
    /// When the writes in flight become slow.
    slow_at: Timestamp,
    /// Whether the last scan was too old when it was complete.
    is_slow: bool,
    observed: Vec<(UserId, Vec<LicenseRecord>)>,
}

impl Scanning {
    /// Whether a scan is expected to take fewer requests than reading this many users one by one.
    fn pays(&self, users: usize) -> bool {
        let pages = self.pages.unwrap_or_default().max(FEWEST);
        self.doubts < MOST_DOUBTS && users > pages
    }

    /// When a delayed scan may begin.
    pub(super) fn due(&self) -> [Timestamp; 2] {
        [self.not_before, self.slow_at]
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.scan.is_some()
    }

    /// Whether writes have waited long enough to be verified. The time until `idle`, when nothing could be sent, does not
    /// count.
    pub(super) fn is_overdue(&self, idle: Timestamp, now: Timestamp) -> bool {
        self.gathering
            .is_some_and(|since| now.since(since.max(idle)) >= WRITING)
    }

    /// Notes a write that must be verified.
    pub(super) fn wrote(&mut self, now: Timestamp) {
        self.gathering.get_or_insert(now);
    }

    /// How to read this many users.
    pub(super) fn leaves(&self, users: usize) -> Reading {
        match self.pays(users) {
            false => Reading::Alone,
            true if self.is_slow => Reading::ByScanOnceWritten,
            true => Reading::ByScan,
        }
    }
}

impl Reading {
    /// Whether this user is to be read by a scan.
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
    /// Whether the scan of this user is too old for the first write.
    pub(super) fn is_outdated(&self, now: Timestamp) -> bool {
        !self.touched && self.is_scanned && now.since(self.licenses.as_of()) > FRESH_FOR
    }
}

impl Run {
    /// Takes what scans have observed of users since the last call.
    pub fn take_observed(&mut self) -> Vec<(UserId, Vec<LicenseRecord>)> {
        std::mem::take(&mut self.scanning.observed)
    }

    /// The number of users with something left to do.
    pub(super) fn open_users(&self) -> usize {
        let open = self.open.iter();
        open.map(|index| self.batches[*index].open_users()).sum()
    }

    /// The next page request of the current scan.
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

    /// Once no further write is possible, begins a scan for the users who wait, or has them read alone.
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

    /// Whether no write is expected that should be verified by the same scan. Slow writes are not waited for; if one shifts
    /// the pages, the scan is in doubt.
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

    /// The number of further users who have to be read by `end`.
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

    /// Discards a scan in doubt.
    fn doubt(&mut self, now: Timestamp) {
        let doubts = usize::from(self.scanning.doubts);
        self.scanning.doubts = self.scanning.doubts.saturating_add(1);
        if let Some(backoff) = BACKOFFS.get(doubts) {
            self.scanning.not_before = now.plus(*backoff);
        }
        self.end_scan(doubts >= BACKOFFS.len());
    }

    /// Ends the scan; users who still wait are read in another way.
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

    /// Ends the scan if no user waits for it any more.
    pub(super) fn abandon_scan(&mut self) {
        let batches = &self.batches;
        let waits = |(batch, index): &(usize, usize)| batches[*batch].is_read(*index);
        self.scanning.members.retain(waits);
        if self.scanning.members.is_empty() {
            self.end_scan(false);
        }
    }

    /// Passes a complete scan on to some of the users who wait. Returns whether there are more.
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
