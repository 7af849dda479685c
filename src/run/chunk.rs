//! Up to a hundred users who are on the way together, so that their bulk calls can be shared.

use super::Run;
use super::command::{Answer, Assignment, Command, Kind, Note};
use super::member::{Member, Noted, Phase, Setting, Step};
use super::moment::Moment;
use super::outcome::{Outcome, Reason};
use crate::model::plan::Change;

/// Users who share bulk calls; their changes are neighbours in the plan.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) wave: usize,
    first: usize,
    members: Vec<Member>,
    /// The indices of those who are not settled.
    open: Vec<usize>,
}

/// A command with what it is for.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    pub(super) chunk: usize,
    /// The members' indices in the chunk, each with its step.
    pub(super) members: Vec<(usize, Step)>,
    pub(super) command: Command,
    /// How often it has failed.
    pub(super) failures: u32,
}

/// A command with the members that it is for, each with its step.
pub(super) type Shared = (Vec<(usize, Step)>, Command);

/// Which kinds of commands may be sent now.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) reads: bool,
    pub(super) writes: bool,
}

impl Room {
    pub(super) fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Read => self.reads,
            Kind::Write => self.writes,
            Kind::Note => true,
        }
    }
}

/// At most [`Run::CHUNK`] together, no chunk across two waves. `member` is how a user begins.
pub(super) fn chunks(changes: &[Change], member: impl Fn(&Change) -> Member) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (place, change) in changes.iter().enumerate() {
        match chunks.last_mut() {
            Some(chunk) if chunk.members.len() < Run::CHUNK && chunk.wave == change.wave => {
                chunk.open.push(chunk.members.len());
                chunk.members.push(member(change));
            }
            _ => chunks.push(Chunk {
                wave: change.wave,
                first: place,
                members: vec![member(change)],
                open: vec![0],
            }),
        }
    }
    chunks
}

impl Chunk {
    pub(super) fn begin(&mut self, changes: &[Change], setting: Setting, outcomes: &mut [Outcome]) {
        for index in 0..self.members.len() {
            let change = &changes[self.first + index];
            self.members[index].go_on(change, setting);
            self.note(index, outcomes);
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether it takes part in the race for calls; who rests does not.
    pub(super) fn is_busy(&self) -> bool {
        let rests = |index: &usize| matches!(self.members[*index].phase, Phase::Resting(_));
        !self.open.iter().all(rests)
    }

    pub(super) fn has_settled(&self, members: &[(usize, Step)]) -> bool {
        members
            .iter()
            .all(|(index, _)| self.members[*index].is_settled())
    }

    pub(super) fn resting(&self) -> impl Iterator<Item = Moment> {
        self.open
            .iter()
            .filter_map(|index| match self.members[*index].phase {
                Phase::Resting(until) => Some(until),
                _ => None,
            })
    }

    /// E-mails to the user at this place of the plan; `None`: the user is in another chunk.
    pub(super) fn emails_at(&self, place: usize) -> Option<usize> {
        let member = self.members.get(place.checked_sub(self.first)?)?;
        Some(member.welcomed.len())
    }

    pub(super) fn wake(&mut self, now: Moment) {
        for index in &self.open {
            let member = &mut self.members[*index];
            if matches!(member.phase, Phase::Resting(until) if until <= now) {
                member.wake(now);
            }
        }
    }

    /// Whoever is not begun is left alone; with `abandon` everyone is left as they are.
    pub(super) fn stop(
        &mut self,
        abandon: bool,
        changes: &[Change],
        setting: Setting,
        outcomes: &mut [Outcome],
    ) {
        for index in self.open.clone() {
            let member = &mut self.members[index];
            if abandon {
                let unread = Reason::NotVerified(String::new());
                member.phase = Phase::Settled(Outcome::Failed(unread));
            } else if member.is_untouched() {
                member.go_on(&changes[self.first + index], setting);
            }
            self.note(index, outcomes);
        }
    }

    /// The next call with the members that it is for: single steps first, bulk calls once nobody may join them.
    pub(super) fn next_command(&mut self, changes: &[Change], room: Room) -> Option<Shared> {
        let mut nobody_joins = true;
        let mut to_note = Vec::new();
        for index in self.open.iter().copied() {
            let change = &changes[self.first + index];
            let member = &mut self.members[index];
            let Phase::Ready(step) = member.phase.clone() else {
                nobody_joins &= member.phase != Phase::Sent;
                continue;
            };
            let command = single(&step, change);
            let is_read = command
                .as_ref()
                .is_some_and(|each| each.kind() == Kind::Read);
            if member.noted != Noted::Yes && !is_read {
                nobody_joins &= member.noted == Noted::No;
                to_note.extend((member.noted == Noted::No).then_some(index));
                continue;
            }
            let Some(command) = command else { continue };
            nobody_joins = false;
            if room.has(command.kind()) {
                member.send(&step, change);
                return Some((vec![(index, step)], command));
            }
        }
        match (nobody_joins, to_note.is_empty()) {
            (true, false) => Some(self.note_down(to_note, changes)),
            (true, true) if room.writes => self.bulk(changes),
            _ => None,
        }
    }

    fn note_down(&mut self, members: Vec<usize>, changes: &[Change]) -> Shared {
        let mut notes = Vec::new();
        for index in &members {
            let member = &mut self.members[*index];
            member.noted = Noted::Asked;
            notes.push(Note {
                user: changes[self.first + index].user,
                welcomed: member.welcomed.clone(),
            });
        }
        let members = members.into_iter().map(|index| (index, Step::Read));
        (members.collect(), Command::Note(notes))
    }

    /// A bulk call for the first member who needs one, and for all who may share it.
    fn bulk(&mut self, changes: &[Change]) -> Option<Shared> {
        let ready = |member: &Member| match &member.phase {
            Phase::Ready(step @ (Step::Assign(_) | Step::Remove(_))) => {
                Some((matches!(step, Step::Assign(_)), member.largest_call))
            }
            _ => None,
        };
        let open = || self.open.iter().copied();
        let kind = open().find_map(|index| ready(&self.members[index]))?;
        let (is_assignment, size) = kind;
        let alike = open().filter(|index| ready(&self.members[*index]) == Some(kind));
        let alike: Vec<usize> = alike.take(size).collect();
        let mut members = Vec::new();
        let mut assignments = Vec::new();
        let mut removals = Vec::new();
        for index in alike {
            if removals.len() >= Run::CHUNK {
                break;
            }
            let change = &changes[self.first + index];
            let Phase::Ready(step) = self.members[index].phase.clone() else {
                continue;
            };
            match &step {
                Step::Assign(product) => assignments.push(Assignment {
                    user: change.user,
                    product: *product,
                    number: change.number.after,
                }),
                Step::Remove(licenses) => removals.extend(licenses),
                _ => continue,
            }
            self.members[index].send(&step, change);
            members.push((index, step));
        }
        let command = if is_assignment {
            Command::Assign(assignments)
        } else {
            Command::Remove(removals)
        };
        Some((members, command))
    }

    pub(super) fn on_answer(
        &mut self,
        sending: &Sending,
        answer: &Answer,
        changes: &[Change],
        setting: Setting,
        outcomes: &mut [Outcome],
    ) {
        if sending.command.kind() == Kind::Note {
            for (index, _) in &sending.members {
                self.members[*index].noted = Noted::Yes;
            }
            return;
        }
        let users = sending.members.len();
        for (index, step) in &sending.members {
            let member = &mut self.members[*index];
            if member.is_settled() {
                continue;
            }
            let change = &changes[self.first + index];
            member.on_answer(step, answer.clone(), users, change, setting);
            if !member.is_settled() {
                member.go_on(change, setting);
            }
            self.note(*index, outcomes);
        }
    }

    fn note(&mut self, index: usize, outcomes: &mut [Outcome]) {
        if self.members[index].is_settled() {
            self.open.retain(|open| *open != index);
        }
        outcomes[self.first + index] = match &self.members[index].phase {
            Phase::Settled(outcome) => outcome.clone(),
            Phase::Ready(_) | Phase::Sent | Phase::Resting(_) => Outcome::Running,
        };
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
