use std::collections::{BTreeMap, BTreeSet};

use crate::domain::directory::LicenseRecord;
use crate::domain::fixtures::{World, license};
use crate::domain::ids::{LicenseId, ProductId, UserId};
use crate::domain::number::Number;
use crate::engine::{Answer, Assignment, Command, Failure, LicensePage};

const FIRST_ASSIGNED: u128 = 1_000_000;

/// A server that applies bulk calls all or nothing, and misbehaves on demand.
#[derive(Default)]
pub struct Server {
    pub held: BTreeMap<UserId, BTreeMap<LicenseId, ProductId>>,
    pub numbers: BTreeMap<Number, UserId>,
    pub aliases: BTreeMap<UserId, Number>,
    pub refuses: BTreeSet<UserId>,
    pub refuses_alias: BTreeSet<UserId>,
    pub refuses_product: Option<ProductId>,
    pub one_license: bool,
    pub ignores_assignments: bool,
    pub loses_answers: bool,
    pub keeps_licenses: bool,
    pub hides: BTreeSet<UserId>,
    pub forbids: bool,
    /// Like `one_license`, but who had to give all up may have several.
    pub one_license_until_removed: bool,
    pub binds_once: bool,
    pub deletes_after_assigning: bool,
    /// The license that another administrator assigns to each user just before the run does.
    pub others_give: Option<ProductId>,
    /// Whether another administrator removes all licenses of each user just before the run assigns one.
    pub others_take: bool,
    pub deleted: BTreeSet<UserId>,
    pub pages_without_total: bool,
    /// Whether pages never show what was assigned.
    pub pages_lag: bool,
    pub calls: Vec<Command>,
    pub last_license: u128,
}

impl Server {
    pub fn of(world: &World) -> Self {
        let mut server = Self {
            last_license: FIRST_ASSIGNED,
            ..Self::default()
        };
        for (user, held) in world.directory.licensed_users() {
            for each in held {
                let product = world.catalog.get(each.kind).unwrap().id;
                server
                    .held
                    .entry(user)
                    .or_default()
                    .insert(each.id, product);
            }
        }
        server
    }

    /// As if it had come late, or from somebody else.
    pub fn give(&mut self, user: UserId, product: ProductId) {
        self.last_license += 1;
        let id = LicenseId::from_u128(self.last_license);
        self.held.entry(user).or_default().insert(id, product);
    }

    pub fn products(&self, user: UserId) -> Vec<ProductId> {
        self.held
            .get(&user)
            .map(|held| held.values().copied().collect())
            .unwrap_or_default()
    }

    pub fn assignments_sent(&self) -> usize {
        let sent = |call: &Command| {
            if let Command::Assign(batch) = call {
                batch.len()
            } else {
                0
            }
        };
        self.calls.iter().map(sent).sum()
    }

    pub fn answer(&mut self, command: &Command) -> Answer {
        self.calls.push(command.clone());
        let refused = |why: &str| Answer::Failed(Failure::Refused(why.into()));
        match command {
            Command::GiveNumber { user, number } => {
                if self.numbers.contains_key(number) {
                    return refused("taken");
                }
                self.numbers.insert(*number, *user);
                Answer::Done
            }
            Command::BindAlias { user, .. } if self.refuses_alias.contains(user) => {
                refused("no alias")
            }
            Command::BindAlias { user, number } => {
                self.aliases.insert(*user, *number);
                if self.binds_once {
                    self.refuses_alias.insert(*user);
                }
                Answer::Done
            }
            Command::TakeNumber { user, number } => {
                self.numbers.remove(number);
                if self.aliases.get(user) == Some(number) {
                    self.aliases.remove(user);
                }
                Answer::Done
            }
            Command::Assign(_) if self.forbids => {
                Answer::Failed(Failure::Forbidden("not yours".into()))
            }
            Command::Assign(batch) => {
                if let Some(product) = self.others_give.take() {
                    for each in batch {
                        self.give(each.user, product);
                    }
                }
                if self.others_take {
                    for each in batch {
                        self.held.remove(&each.user);
                    }
                }
                let holds_one = |each: &Assignment| !self.products(each.user).is_empty();
                if (self.one_license || self.one_license_until_removed)
                    && batch.iter().any(holds_one)
                {
                    return Answer::Failed(Failure::SecondLicense("already has one".into()));
                }
                let refused_product =
                    |each: &Assignment| Some(each.product) == self.refuses_product;
                if batch.iter().any(refused_product) {
                    return refused("no seat left");
                }
                if batch.iter().any(|each| self.refuses.contains(&each.user)) {
                    return refused("no seat left");
                }
                if !self.ignores_assignments {
                    for each in batch {
                        self.give(each.user, each.product);
                    }
                }
                if self.deletes_after_assigning {
                    self.deleted.extend(batch.iter().map(|each| each.user));
                }
                self.acknowledge()
            }
            Command::Remove(batch) => {
                self.one_license_until_removed = false;
                if !self.keeps_licenses {
                    for held in self.held.values_mut() {
                        held.retain(|id, _| !batch.contains(id));
                    }
                }
                self.acknowledge()
            }
            Command::Journal(_) => Answer::Done,
            Command::ReadPage { offset } => Answer::Page(self.page(*offset)),
            Command::ReadNumbers(user) => Answer::Numbers {
                numbers: self
                    .numbers
                    .iter()
                    .filter(|(_, holder)| *holder == user)
                    .map(|(number, _)| *number)
                    .collect(),
                alias: self.aliases.get(user).copied(),
            },
            Command::ReadLicenses(user) if self.deleted.contains(user) => {
                Answer::Failed(Failure::NotFound("no such user".into()))
            }
            Command::ReadLicenses(user) if self.hides.contains(user) => refused("no such user"),
            Command::ReadLicenses(user) => Answer::Licenses(self.records(*user).collect()),
        }
    }

    fn records(&self, user: UserId) -> impl Iterator<Item = LicenseRecord> {
        let held = self.held.get(&user).into_iter().flatten();
        held.map(move |(id, product)| LicenseRecord {
            id: *id,
            user,
            ..license(0, 0, *product)
        })
    }

    fn page(&self, offset: usize) -> LicensePage {
        let shown = self.held.keys().filter(|user| !self.hides.contains(*user));
        let all = shown.flat_map(|user| self.records(*user));
        let first = LicenseId::from_u128(FIRST_ASSIGNED);
        let all: Vec<LicenseRecord> = all
            .filter(|license| !self.pages_lag || license.id < first)
            .collect();
        LicensePage {
            total: (!self.pages_without_total).then_some(all.len()),
            licenses: all.into_iter().skip(offset).take(100).collect(),
        }
    }

    fn acknowledge(&self) -> Answer {
        if self.loses_answers {
            Answer::Failed(Failure::unknown("reset".into()))
        } else {
            Answer::Done
        }
    }
}
