//! Carries a plan out. A state machine without I/O: it says which command to send, is told the answers and the time,
//! and settles each user by what was read back, never by what the server acknowledged.

mod attempt;
mod chunk;
mod command;
mod estimate;
mod held;
mod member;
mod moment;
mod outcome;
mod pace;
mod report;
mod way;

pub use command::{Answer, Assignment, Command, CommandId, Failure, Note, Notes};
pub use estimate::{Estimate, TimeLeft};
pub use moment::Moment;
pub use outcome::{Outcome, Reason, Tally};
pub use report::{Holding, Line, Report};

use crate::model::ids::{ProductId, UserId};
use crate::model::keyed::KeyMap;
use crate::model::plan::{Change, Plan};
use chunk::{Chunk, Room, Sending};
use command::Kind;
use member::{Member, Setting};
use pace::Pace;

/// A server in trouble is left in peace for so long, in milliseconds.
const PEACE: u64 = 15_000;
/// How often a command is sent before its failure counts.
const MOST_SENDINGS: u32 = 8;

/// A plan under way, or at its end.
#[derive(Clone, Debug)]
pub struct Run {
    products: Vec<ProductId>,
    changes: Vec<Change>,
    places: KeyMap<UserId, usize>,
    outcomes: Vec<Outcome>,
    /// In their order; those before `begun` have begun.
    chunks: Vec<Chunk>,
    begun: usize,
    /// Those that have begun and not ended.
    open: Vec<usize>,
    in_flight: KeyMap<CommandId, Sending>,
    /// What is sent again, and when.
    again: Vec<(Moment, Sending)>,
    pace: Pace,
    halt: Option<Halt>,
    peace_until: Moment,
    is_stopping: bool,
    last_command: u32,
}

/// What to do now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// Send this, and ask again.
    Send(CommandId, Command),
    /// Nothing until an answer comes, until then if there is a time, or until the run may go on.
    Wait(Option<Moment>),
    /// Every user is settled.
    Ended,
}

/// Why nothing is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Halt {
    /// The administrator paused the run.
    Paused,
    /// There is no valid token.
    SignedOut,
    /// The server fails too often and is left in peace for a while; what was seen last.
    Trouble(String),
}

impl Run {
    /// The most users that one bulk call carries; the API's limit for a list.
    pub const CHUNK: usize = 100;
    /// The most writes that wait for their answer at once.
    pub const WRITES: usize = 4;
    /// The most reads that wait for their answer at once.
    pub const READS: usize = 6;

    /// A run of this plan; nothing has been sent yet. `seed` spreads its retries.
    pub fn new(plan: Plan, seed: u64) -> Self {
        Self::with(plan, seed, |_| Member::new())
    }

    /// A run that was left in the middle. The users of whom something was written down are read before anything is
    /// decided.
    pub fn resume(plan: Plan, notes: &Notes, seed: u64, now: Moment) -> Self {
        Self::with(plan, seed, |change| match notes.get(&change.user) {
            Some(welcomed) => Member::resumed(welcomed.clone(), now),
            None => Member::new(),
        })
    }

    fn with(plan: Plan, seed: u64, member: impl Fn(&Change) -> Member) -> Self {
        let places = plan.changes.iter().zip(0..);
        Self {
            places: places.map(|(change, place)| (change.user, place)).collect(),
            outcomes: vec![Outcome::Waiting; plan.changes.len()],
            chunks: chunk::chunks(&plan.changes, member),
            begun: 0,
            open: Vec::new(),
            products: plan.products,
            changes: plan.changes,
            in_flight: KeyMap::default(),
            again: Vec::new(),
            pace: Pace::new(seed),
            halt: None,
            peace_until: Moment::default(),
            is_stopping: false,
            last_command: 0,
        }
    }

    /// What to do now.
    pub fn next(&mut self, now: Moment) -> Next {
        if self.has_ended() {
            return Next::Ended;
        }
        match self.halt {
            Some(Halt::Trouble(_)) if now < self.peace_until => {
                return Next::Wait(Some(self.peace_until));
            }
            Some(Halt::Trouble(_)) => self.go_on(),
            Some(Halt::Paused | Halt::SignedOut) => return Next::Wait(None),
            None => {}
        }
        self.begin_chunks(now);
        self.wake(now);
        if self.has_ended() {
            return Next::Ended;
        }
        let not_before = self.pace.not_before();
        if now < not_before {
            return Next::Wait(Some(not_before));
        }
        match self.next_sending(now) {
            Some(sending) => self.send(sending),
            None => Next::Wait(self.next_moment(now)),
        }
    }

    /// Tells what became of a command. An answer to a command that is not under way is ignored.
    pub fn on_answer(&mut self, id: CommandId, answer: Answer, now: Moment) {
        let Some(sending) = self.in_flight.swap_remove(&id) else {
            return;
        };
        match answer {
            Answer::Failed(Failure::SignedOut) => {
                self.halt = Some(Halt::SignedOut);
                self.again.push((now, sending));
            }
            Answer::Failed(Failure::Throttled {
                message,
                retry_after,
            }) => {
                self.send_again(sending, message, retry_after, now);
            }
            Answer::Failed(Failure::Unknown {
                message,
                retry_after,
            }) if sending.command.kind() == Kind::Read => {
                self.send_again(sending, message, retry_after, now);
            }
            answer => self.tell(&sending, &answer, now),
        }
    }

    /// Sends nothing until [`Run::go_on`]; what is under way is settled by its answer.
    pub fn pause(&mut self) {
        if !self.has_ended() {
            self.halt.get_or_insert(Halt::Paused);
        }
    }

    /// Goes on after a halt.
    pub fn go_on(&mut self) {
        self.halt = None;
        self.pace.refill();
    }

    /// Leaves alone whom it has not begun, and settles the others. Told again: leaves all as they are.
    pub fn stop(&mut self, now: Moment) {
        let abandon = self.is_stopping;
        self.is_stopping = true;
        self.go_on();
        let setting = Setting {
            products: &self.products,
            is_stopping: true,
            now,
        };
        for chunk in &mut self.chunks {
            chunk.stop(abandon, &self.changes, setting, &mut self.outcomes);
        }
        self.begun = self.chunks.len();
        self.open = (0..self.begun).collect();
        self.close();
        let chunks = &self.chunks;
        self.again
            .retain(|(_, sending)| !chunks[sending.chunk].has_settled(&sending.members));
    }

    /// Why nothing is sent, if nothing is.
    pub fn halt(&self) -> Option<&Halt> {
        self.halt.as_ref()
    }

    /// Whether the administrator has stopped the run.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping
    }

    /// Whether every user is settled.
    pub fn has_ended(&self) -> bool {
        self.begun == self.chunks.len() && self.open.is_empty()
    }

    /// What became of a user; `None`: not part of this run.
    pub fn outcome(&self, user: UserId) -> Option<&Outcome> {
        self.outcomes.get(*self.places.get(&user)?)
    }

    /// Each change with its outcome, in the order of the plan.
    pub fn outcomes(&self) -> impl Iterator<Item = (&Change, &Outcome)> {
        self.changes.iter().zip(&self.outcomes)
    }

    /// How many users ended how.
    pub fn tally(&self) -> Tally {
        self.outcomes.iter().fold(Tally::default(), Tally::with)
    }

    /// How many welcome e-mails a user got by this run, by the licenses seen.
    pub fn emails_to(&self, user: UserId) -> usize {
        self.places.get(&user).map_or(0, |place| {
            let chunks = self.chunks.iter();
            chunks.filter_map(|chunk| chunk.emails_at(*place)).sum()
        })
    }

    /// Begins as many chunks as may be under way; those of a later wave only when the earlier ones have ended.
    fn begin_chunks(&mut self, now: Moment) {
        while let Some(next) = self.chunks.get(self.begun) {
            let open = || self.open.iter().map(|index| &self.chunks[*index]);
            let busy = open().filter(|chunk| chunk.is_busy()).count();
            if busy >= Self::WRITES || open().any(|chunk| chunk.wave < next.wave) {
                return;
            }
            let setting = Setting {
                products: &self.products,
                is_stopping: self.is_stopping,
                now,
            };
            self.chunks[self.begun].begin(&self.changes, setting, &mut self.outcomes);
            self.open.push(self.begun);
            self.begun += 1;
        }
    }

    fn wake(&mut self, now: Moment) {
        for index in &self.open {
            self.chunks[*index].wake(now);
        }
    }

    /// Forgets the chunks that have ended.
    fn close(&mut self) {
        let chunks = &self.chunks;
        self.open.retain(|index| !chunks[*index].has_ended());
    }

    fn next_sending(&mut self, now: Moment) -> Option<Sending> {
        let room = Room {
            reads: self.under_way(Kind::Read) < Self::READS,
            writes: self.under_way(Kind::Write) < Self::WRITES,
        };
        let is_due =
            |(at, sending): &(Moment, Sending)| *at <= now && room.has(sending.command.kind());
        if let Some(due) = self.again.iter().position(is_due) {
            return Some(self.again.swap_remove(due).1);
        }
        let changes = &self.changes;
        let chunks = &mut self.chunks;
        let sending = self.open.iter().find_map(|index| {
            let (members, command) = chunks[*index].next_command(changes, room)?;
            Some(Sending {
                chunk: *index,
                members,
                command,
                failures: 0,
            })
        })?;
        self.pace.earn();
        Some(sending)
    }

    fn under_way(&self, kind: Kind) -> usize {
        let alike = |sending: &&Sending| sending.command.kind() == kind;
        self.in_flight.values().filter(alike).count()
    }

    fn send(&mut self, sending: Sending) -> Next {
        self.last_command += 1;
        let id = CommandId::new(self.last_command);
        let command = sending.command.clone();
        self.in_flight.insert(id, sending);
        Next::Send(id, command)
    }

    fn send_again(
        &mut self,
        mut sending: Sending,
        words: String,
        retry_after: Option<u32>,
        now: Moment,
    ) {
        sending.failures += 1;
        if sending.failures >= MOST_SENDINGS {
            return self.tell(&sending, &Answer::Failed(Failure::Refused(words)), now);
        }
        match self.pace.retry(sending.failures, retry_after, now) {
            Some(at) => self.again.push((at, sending)),
            None => {
                self.halt.get_or_insert(Halt::Trouble(words));
                self.peace_until = now.plus(PEACE);
                self.again.push((now, sending));
            }
        }
    }

    fn tell(&mut self, sending: &Sending, answer: &Answer, now: Moment) {
        let setting = Setting {
            products: &self.products,
            is_stopping: self.is_stopping,
            now,
        };
        self.chunks[sending.chunk].on_answer(
            sending,
            answer,
            &self.changes,
            setting,
            &mut self.outcomes,
        );
        self.close();
    }

    /// When something is due that waits for its time.
    fn next_moment(&self, now: Moment) -> Option<Moment> {
        let open = self.open.iter().map(|index| &self.chunks[*index]);
        let resting = open.flat_map(Chunk::resting);
        let again = self.again.iter().map(|(at, _)| *at);
        resting.chain(again).filter(|at| *at > now).min()
    }
}

#[cfg(test)]
mod tests;
