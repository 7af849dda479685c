//! Up to a hundred users on their way through the stages: number, alias, license, proof, removal, proof, release.

use std::collections::VecDeque;

use super::command::{Answer, Assignment, Command, Failure};
use super::outcome::{Outcome, Reason};
use crate::model::directory::LicenseRecord;
use crate::model::ids::{LicenseId, UserId};
use crate::model::number::Number;
use crate::model::plan::Change;

/// Users who go through the stages together.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    members: Vec<Member>,
    stage: Stage,
    outbox: VecDeque<Command>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Start,
    GiveNumbers,
    BindAliases,
    Assign,
    ProveAssigned,
    Remove,
    ProveRemoved,
    TakeNumbers,
    End,
}

#[derive(Clone, Debug)]
struct Member {
    place: usize,
    user: UserId,
    /// Set as soon as the user is settled.
    outcome: Option<Outcome>,
    /// A number that goes back to the account in the last stage.
    number_back: Option<Number>,
    /// What the server said to the last bulk call with this user, if it did not acknowledge it.
    objection: Option<Failure>,
}

impl Chunk {
    pub(super) fn new(places: &[usize], changes: &[Change]) -> Self {
        let member = |place: &usize| Member {
            place: *place,
            user: changes[*place].user,
            outcome: None,
            number_back: None,
            objection: None,
        };
        Self {
            members: places.iter().map(member).collect(),
            stage: Stage::Start,
            outbox: VecDeque::new(),
        }
    }

    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|member| member.place)
    }

    pub(super) fn has_commands(&self) -> bool {
        !self.outbox.is_empty()
    }

    pub(super) fn next_command(&mut self) -> Option<Command> {
        self.outbox.pop_front()
    }

    /// Each member's place with its outcome, once the last stage is over.
    pub(super) fn settled(&self) -> impl Iterator<Item = (usize, Outcome)> {
        self.members.iter().map(|member| {
            (
                member.place,
                member.outcome.clone().unwrap_or(Outcome::Changed),
            )
        })
    }

    /// Enters the next stage; `false` after the last one.
    pub(super) fn advance(&mut self, changes: &[Change]) -> bool {
        self.stage = self.stage.next();
        self.outbox = match self.stage {
            Stage::Start | Stage::End => VecDeque::new(),
            Stage::GiveNumbers => self.each(changes, |user, change| {
                change
                    .number
                    .give
                    .map(|number| Command::GiveNumber { user, number })
            }),
            Stage::BindAliases => self.each(changes, |user, change| {
                change
                    .number
                    .give
                    .map(|number| Command::BindAlias { user, number })
            }),
            Stage::Assign => one_call(self.assignments(changes), Command::Assign),
            Stage::ProveAssigned => self.each(changes, |user, change| {
                change.assign.then_some(Command::ReadLicenses(user))
            }),
            Stage::Remove => one_call(self.removals(changes), Command::Remove),
            Stage::ProveRemoved => self.each(changes, |user, change| {
                (!change.remove.is_empty()).then_some(Command::ReadLicenses(user))
            }),
            Stage::TakeNumbers => self.numbers_to_take(changes),
        };
        self.stage != Stage::End
    }

    /// A command for each member who is not settled.
    fn each(
        &self,
        changes: &[Change],
        command: impl Fn(UserId, &Change) -> Option<Command>,
    ) -> VecDeque<Command> {
        self.open()
            .filter_map(|member| command(member.user, &changes[member.place]))
            .collect()
    }

    fn open(&self) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(|member| member.outcome.is_none())
    }

    fn assignments(&self, changes: &[Change]) -> Vec<Assignment> {
        self.open()
            .filter_map(|member| {
                let change = &changes[member.place];
                let product = change.to.filter(|_| change.assign)?;
                Some(Assignment {
                    user: member.user,
                    product,
                    number: change.number.after,
                })
            })
            .collect()
    }

    fn removals(&self, changes: &[Change]) -> Vec<LicenseId> {
        self.open()
            .flat_map(|member| &changes[member.place].remove)
            .map(|removal| removal.license)
            .collect()
    }

    /// Numbers released as wished, and numbers of users who failed; those go back to the number they had.
    fn numbers_to_take(&self, changes: &[Change]) -> VecDeque<Command> {
        let mut commands = VecDeque::new();
        for member in &self.members {
            let user = member.user;
            let released = changes[member.place].number.release;
            match (member.number_back, released) {
                (Some(number), before) => {
                    commands.push_back(Command::TakeNumber { user, number });
                    commands.extend(before.map(|number| Command::BindAlias { user, number }));
                }
                (None, Some(number)) if member.outcome.is_none() => {
                    commands.push_back(Command::TakeNumber { user, number });
                }
                (None, _) => {}
            }
        }
        commands
    }

    pub(super) fn on_answer(&mut self, command: &Command, answer: Answer, changes: &[Change]) {
        match command {
            Command::GiveNumber { user, number } => {
                if let Answer::Failed(failure) = answer {
                    let unknown = matches!(failure, Failure::Unknown(_));
                    let reason = Reason::NumberRefused(failure.into_message());
                    self.fail(*user, reason, unknown.then_some(*number));
                }
            }
            Command::BindAlias { user, number } => {
                if let Answer::Failed(failure) = answer {
                    self.fail(
                        *user,
                        Reason::AliasRefused(failure.into_message()),
                        Some(*number),
                    );
                }
            }
            Command::TakeNumber { user, .. } => {
                if let Answer::Failed(failure) = answer {
                    self.number_stays(*user, failure);
                }
            }
            Command::Assign(batch) => {
                if let Answer::Failed(failure) = answer {
                    match halves(&failure, batch) {
                        Some(halves) => self.outbox.extend(halves.map(Command::Assign)),
                        None => self.object(failure, |member| {
                            batch
                                .iter()
                                .any(|assignment| assignment.user == member.user)
                        }),
                    }
                }
            }
            Command::Remove(batch) => {
                if let Answer::Failed(failure) = answer {
                    match halves(&failure, batch) {
                        Some(halves) => self.outbox.extend(halves.map(Command::Remove)),
                        None => self.object(failure, |member| {
                            let removals = &changes[member.place].remove;
                            removals
                                .iter()
                                .any(|removal| batch.contains(&removal.license))
                        }),
                    }
                }
            }
            Command::ReadLicenses(user) => match answer {
                Answer::Licenses(held) => self.prove(*user, &held, changes),
                Answer::Failed(failure) => {
                    self.fail(*user, Reason::NotVerified(failure.into_message()), None);
                }
                Answer::Done => self.fail(*user, Reason::NotVerified(String::new()), None),
            },
        }
    }

    /// Compares what a user holds with what this stage was to bring about.
    fn prove(&mut self, user: UserId, held: &[LicenseRecord], changes: &[Change]) {
        let stage = self.stage;
        let Some(member) = self.member(user) else {
            return;
        };
        let change = &changes[member.place];
        let objection = member.objection.take();
        if stage == Stage::ProveAssigned {
            if held
                .iter()
                .any(|license| Some(license.product) == change.to)
            {
                return;
            }
            member.number_back = change.number.give;
            member.outcome = Some(match objection {
                Some(failure) => Outcome::Failed(Reason::LicenseRefused(failure.into_message())),
                None => Outcome::Unchanged,
            });
            return;
        }
        let stays = |license: LicenseId| held.iter().any(|held| held.id == license);
        if change.remove.iter().any(|removal| stays(removal.license)) {
            member.outcome = Some(match objection {
                Some(failure) if change.assign => {
                    Outcome::Failed(Reason::OldLicenseStays(failure.into_message()))
                }
                Some(failure) => Outcome::Failed(Reason::LicenseRefused(failure.into_message())),
                None if change.assign => Outcome::Failed(Reason::OldLicenseStays(String::new())),
                None => Outcome::Unchanged,
            });
        }
    }

    fn number_stays(&mut self, user: UserId, failure: Failure) {
        if let Some(member) = self.member(user)
            && !matches!(member.outcome, Some(Outcome::Failed(_)))
        {
            member.outcome = Some(Outcome::Failed(Reason::NumberStays(failure.into_message())));
        }
    }

    fn fail(&mut self, user: UserId, reason: Reason, number_back: Option<Number>) {
        if let Some(member) = self.member(user) {
            member.outcome = Some(Outcome::Failed(reason));
            member.number_back = number_back;
        }
    }

    fn object(&mut self, failure: Failure, concerns: impl Fn(&Member) -> bool) {
        for member in self.members.iter_mut().filter(|member| concerns(member)) {
            member.objection = Some(failure.clone());
        }
    }

    fn member(&mut self, user: UserId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.user == user)
    }
}

impl Stage {
    fn next(self) -> Self {
        match self {
            Self::Start => Self::GiveNumbers,
            Self::GiveNumbers => Self::BindAliases,
            Self::BindAliases => Self::Assign,
            Self::Assign => Self::ProveAssigned,
            Self::ProveAssigned => Self::Remove,
            Self::Remove => Self::ProveRemoved,
            Self::ProveRemoved => Self::TakeNumbers,
            Self::TakeNumbers | Self::End => Self::End,
        }
    }
}

/// One bulk call, or none when there is nothing in it.
fn one_call<T>(batch: Vec<T>, command: fn(Vec<T>) -> Command) -> VecDeque<Command> {
    if batch.is_empty() {
        VecDeque::new()
    } else {
        VecDeque::from([command(batch)])
    }
}

/// One bad item spoils a whole bulk call: a refused one is sent again in halves, until the bad item stands alone. One
/// whose outcome is unknown is never sent again.
fn halves<T: Clone>(failure: &Failure, batch: &[T]) -> Option<[Vec<T>; 2]> {
    let refused = matches!(failure, Failure::Refused(_));
    (refused && batch.len() > 1).then(|| {
        let (first, second) = batch.split_at(batch.len() / 2);
        [first.to_vec(), second.to_vec()]
    })
}
