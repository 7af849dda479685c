//! Carries a plan out. A state machine without I/O: it says which command to send, is told the answers, and settles
//! each user by what was read back, never by what the server acknowledged.

mod chunk;
mod command;
mod outcome;

pub use command::{Answer, Assignment, Command, CommandId, Failure};
pub use outcome::{Outcome, Reason, Tally};

use std::collections::{HashMap, VecDeque};

use crate::model::ids::UserId;
use crate::model::plan::{Change, Plan};
use chunk::Chunk;

/// A plan under way, or at its end.
#[derive(Clone, Debug)]
pub struct Run {
    changes: Vec<Change>,
    places: HashMap<UserId, usize>,
    outcomes: Vec<Outcome>,
    waiting: VecDeque<Vec<usize>>,
    chunk: Option<Chunk>,
    in_flight: HashMap<CommandId, Command>,
    last_command: u32,
}

impl Run {
    /// The most users that one bulk call carries; the API's limit for a list.
    pub const CHUNK: usize = 100;
    /// The most commands that wait for their answer at once.
    pub const IN_FLIGHT: usize = 6;

    /// A run of this plan; nothing has been sent yet.
    pub fn new(plan: Plan) -> Self {
        let mut run = Self {
            places: plan
                .changes
                .iter()
                .zip(0..)
                .map(|(change, place)| (change.user, place))
                .collect(),
            outcomes: vec![Outcome::Waiting; plan.changes.len()],
            waiting: chunks(&plan.changes),
            changes: plan.changes,
            chunk: None,
            in_flight: HashMap::new(),
            last_command: 0,
        };
        run.start_next_chunk();
        run
    }

    /// The next command to send; `None`: wait for an answer, or the run has ended.
    pub fn next_command(&mut self) -> Option<(CommandId, Command)> {
        if self.in_flight.len() >= Self::IN_FLIGHT {
            return None;
        }
        let command = self.chunk.as_mut()?.next_command()?;
        self.last_command += 1;
        let id = CommandId::new(self.last_command);
        self.in_flight.insert(id, command.clone());
        Some((id, command))
    }

    /// Tells what became of a command. An answer to a command that is not under way is ignored.
    pub fn on_answer(&mut self, id: CommandId, answer: Answer) {
        let Some(command) = self.in_flight.remove(&id) else {
            return;
        };
        if let Some(chunk) = &mut self.chunk {
            chunk.on_answer(&command, answer, &self.changes);
        }
        self.go_on();
    }

    /// Whether every user is settled.
    pub fn has_ended(&self) -> bool {
        self.chunk.is_none()
    }

    /// The changes, in their order.
    pub fn changes(&self) -> &[Change] {
        &self.changes
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

    /// Moves on while nothing is under way and the stage has nothing left to send.
    fn go_on(&mut self) {
        while self.in_flight.is_empty() {
            let Some(chunk) = &mut self.chunk else { return };
            if chunk.has_commands() {
                return;
            }
            if chunk.advance(&self.changes) {
                continue;
            }
            for (place, outcome) in chunk.settled() {
                self.outcomes[place] = outcome;
            }
            self.start_next_chunk();
        }
    }

    fn start_next_chunk(&mut self) {
        self.chunk = self
            .waiting
            .pop_front()
            .map(|places| Chunk::new(&places, &self.changes));
        for place in self.chunk.iter().flat_map(Chunk::places) {
            self.outcomes[place] = Outcome::Running;
        }
        self.go_on();
    }
}

/// Places of the changes, at most [`Run::CHUNK`] together, no chunk across two waves.
fn chunks(changes: &[Change]) -> VecDeque<Vec<usize>> {
    let mut chunks: VecDeque<Vec<usize>> = VecDeque::new();
    let mut wave = None;
    for (place, change) in changes.iter().enumerate() {
        match chunks.back_mut() {
            Some(chunk) if chunk.len() < Run::CHUNK && wave == Some(change.wave) => {
                chunk.push(place)
            }
            _ => chunks.push_back(vec![place]),
        }
        wave = Some(change.wave);
    }
    chunks
}

#[cfg(test)]
mod tests;
