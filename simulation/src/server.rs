//! A license service that does what it is told, mostly.

use std::collections::{BTreeMap, BTreeSet};

use license_management::model::directory::{LicenseRecord, LicenseStatus};
use license_management::model::ids::{LicenseId, ProductId, UserId};
use license_management::model::number::Number;
use license_management::model::plan::HeldLicense;
use license_management::run::{Answer, Assignment, Command, Failure};

use crate::faults::Faults;
use crate::world::{NEW, OLD, OTHER, World};

/// What the server holds.
pub struct Server {
    /// Licenses by user.
    pub licenses: BTreeMap<UserId, Vec<HeldLicense>>,
    /// Who has which number.
    pub numbers: BTreeMap<Number, UserId>,
    /// What each alias is bound to.
    pub aliases: BTreeMap<UserId, Number>,
    /// Welcome e-mails by user.
    pub emails: BTreeMap<UserId, usize>,
    /// Whom somebody else changed.
    pub others: BTreeSet<UserId>,
    bad: BTreeSet<UserId>,
    faults: Faults,
    random: fastrand::Rng,
    last_license: u128,
}

/// What comes of a request: the answer, after so many milliseconds, and what is done only after that.
pub struct Reply {
    pub answer: Answer,
    pub after: u64,
    pub late: Option<(u64, Command)>,
}

impl Server {
    pub fn new(world: &World, faults: Faults) -> Self {
        let mut server = Self {
            licenses: world.licenses.clone(),
            numbers: world.numbers.clone(),
            aliases: world
                .numbers
                .iter()
                .map(|(number, user)| (*user, *number))
                .collect(),
            emails: BTreeMap::new(),
            others: BTreeSet::new(),
            bad: BTreeSet::new(),
            random: fastrand::Rng::with_seed(faults.seed ^ 0x5e17e7),
            faults,
            last_license: 7 << 64,
        };
        let users: Vec<UserId> = world.changes.iter().map(|change| change.user).collect();
        for user in users {
            if server.hits(server.faults.bad_users) {
                server.bad.insert(user);
            }
            if server.hits(server.faults.changed_by_others) {
                server.change_by_others(user);
            }
        }
        server
    }

    fn change_by_others(&mut self, user: UserId) {
        self.others.insert(user);
        let product = if self.random.bool() { OLD } else { NEW };
        let license = self.new_license();
        let held = self.licenses.entry(user).or_default();
        held.retain(|each| each.product == OTHER);
        held.push(HeldLicense { license, product });
    }

    pub fn handle(&mut self, command: &Command) -> Reply {
        let after = 20 + self.random.u64(..400);
        let reply = |answer| Reply {
            answer,
            after,
            late: None,
        };
        let lost = || Answer::Failed(Failure::unknown("reset".into()));
        if matches!(command, Command::Note(_)) {
            return reply(Answer::Done);
        }
        if self.hits(self.faults.signed_out) {
            return reply(Answer::Failed(Failure::SignedOut));
        }
        if self.hits(self.faults.busy) {
            let waits = [None, None, Some(0), Some(1), Some(3), Some(4_000_000)];
            let retry_after = waits[self.random.usize(..waits.len())];
            let retry_after = retry_after.filter(|_| self.faults.busy < 0.9);
            let message = "busy".into();
            return reply(Answer::Failed(Failure::Throttled {
                message,
                retry_after,
            }));
        }
        if self.hits(self.faults.lost_before) {
            return reply(lost());
        }
        if matches!(command, Command::ReadLicenses(_) | Command::ReadNumbers(_)) {
            return reply(self.carry_out(command));
        }
        if self.hits(self.faults.late) {
            let answer = if self.random.bool() {
                Answer::Done
            } else {
                lost()
            };
            let late = Some((after + self.random.u64(..9_000), command.clone()));
            return Reply {
                answer,
                after,
                late,
            };
        }
        if self.hits(self.faults.ignored) {
            return reply(Answer::Done);
        }
        if self.hits(self.faults.partial)
            && let Some(part) = self.part(command)
        {
            let answer = self.carry_out(&part);
            return reply(answer);
        }
        let answer = self.carry_out(command);
        if self.hits(self.faults.lost_after) {
            let slow = if self.random.bool() { 30_000 } else { after };
            return Reply {
                answer: lost(),
                after: slow,
                late: None,
            };
        }
        if answer == Answer::Done && self.hits(self.faults.done_and_refused) {
            return reply(refused("no, though it is done"));
        }
        reply(answer)
    }

    /// Does it, and says so.
    pub fn carry_out(&mut self, command: &Command) -> Answer {
        match command {
            Command::Note(_) => Answer::Done,
            Command::ReadLicenses(user) => Answer::Licenses(self.records(*user)),
            Command::ReadNumbers(user) => {
                let theirs = self.numbers.iter().filter(|(_, holder)| *holder == user);
                Answer::Numbers {
                    numbers: theirs.map(|(number, _)| *number).collect(),
                    alias: self.aliases.get(user).copied(),
                }
            }
            Command::GiveNumber { user, number } => {
                if self.numbers.contains_key(number) {
                    return refused("taken");
                }
                self.numbers.insert(*number, *user);
                Answer::Done
            }
            Command::TakeNumber { user, number } => {
                if self.numbers.get(number) != Some(user) {
                    return refused("not theirs");
                }
                self.numbers.remove(number);
                Answer::Done
            }
            Command::BindAlias { user, number } => {
                self.aliases.insert(*user, *number);
                Answer::Done
            }
            Command::Assign(batch) => self.assign(batch),
            Command::Remove(ids) => {
                for held in self.licenses.values_mut() {
                    held.retain(|each| !ids.contains(&each.license));
                }
                Answer::Done
            }
        }
    }

    fn assign(&mut self, batch: &[Assignment]) -> Answer {
        if batch.iter().any(|each| self.bad.contains(&each.user)) {
            return refused("no such user");
        }
        let holds = |each: &Assignment| {
            let mut held = self.licenses[&each.user].iter();
            held.any(|held| held.product != OTHER)
        };
        if self.faults.one_license && batch.iter().any(holds) {
            let words = "already has a license of this application".into();
            return Answer::Failed(Failure::SecondLicense(words));
        }
        for each in batch {
            let license = self.new_license();
            let product: ProductId = each.product;
            let held = self.licenses.entry(each.user).or_default();
            held.push(HeldLicense { license, product });
            *self.emails.entry(each.user).or_default() += 1;
        }
        Answer::Done
    }

    fn part(&mut self, command: &Command) -> Option<Command> {
        match command {
            Command::Assign(batch) if batch.len() > 1 => Some(Command::Assign(
                batch[..self.random.usize(1..batch.len())].to_vec(),
            )),
            Command::Remove(batch) if batch.len() > 1 => Some(Command::Remove(
                batch[..self.random.usize(1..batch.len())].to_vec(),
            )),
            _ => None,
        }
    }

    fn records(&self, user: UserId) -> Vec<LicenseRecord> {
        let held = self.licenses.get(&user).into_iter().flatten();
        held.map(|each| LicenseRecord {
            id: each.license,
            user,
            product: each.product,
            status: LicenseStatus::Active,
            number: None,
        })
        .collect()
    }

    fn new_license(&mut self) -> LicenseId {
        self.last_license += 1;
        LicenseId::from_u128(self.last_license)
    }

    fn hits(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.random.f64() < probability
    }
}

fn refused(words: &str) -> Answer {
    Answer::Failed(Failure::Refused(words.into()))
}
