//! A license service that remembers what it held at any time, since reads may show what was.

use std::collections::BTreeMap;

use license_management::domain::directory::{LicenseRecord, LicenseStatus};
use license_management::domain::ids::{LicenseId, ProductId, UserId};
use license_management::domain::number::Number;
use license_management::domain::plan::HeldLicense;
use license_management::engine::{Answer, Assignment, Command, Failure, LicensePage};

use crate::situations::Situations;
use crate::world::{OTHER, UserState, World};

/// How a server pages its lists.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The most items on a page.
    pub size: usize,
    /// What is new comes with its user, not at the end.
    pub by_user: bool,
    /// Every page is the first one.
    pub ignores_offset: bool,
    /// What is told of how many there are.
    pub total: Total,
}

/// What a page tells of how many items there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Total {
    /// The number of items.
    Right,
    /// Nothing.
    None,
    /// The number of items on the page.
    OfThePage,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            size: 100,
            by_user: false,
            ignores_offset: false,
            total: Total::Right,
        }
    }
}

/// What the server holds and held.
pub struct Server {
    /// Each user's states, each with its time; the last one is what is.
    history: BTreeMap<UserId, Vec<(u64, UserState)>>,
    /// Welcome emails for what the run assigned, by user.
    pub emails: BTreeMap<UserId, usize>,
    /// Users with whom a bulk call is refused.
    pub bad: Vec<UserId>,
    /// Refuses two licenses of one application.
    pub one_license: bool,
    /// How lists are paged.
    pub paging: Paging,
    last_license: u128,
}

impl Server {
    /// A server that holds this account.
    pub fn new(world: &World) -> Self {
        let users = world.users.iter();
        Self {
            history: users
                .map(|(user, state)| (*user, vec![(0, state.clone())]))
                .collect(),
            emails: BTreeMap::new(),
            bad: Vec::new(),
            one_license: false,
            paging: Paging::default(),
            last_license: 7 << 64,
        }
    }

    /// What is.
    pub fn state(&self, user: UserId) -> &UserState {
        self.state_at(user, u64::MAX)
    }

    fn state_at(&self, user: UserId, time: u64) -> &UserState {
        let states = &self.history[&user];
        let place = states.partition_point(|(since, _)| *since <= time);
        &states[place.max(1) - 1].1
    }

    /// Changes a user.
    pub fn change(&mut self, user: UserId, now: u64, change: impl FnOnce(&mut UserState)) {
        let mut state = self.state(user).clone();
        change(&mut state);
        self.history.entry(user).or_default().push((now, state));
    }

    /// A license that nobody has.
    pub fn new_license(&mut self, product: ProductId) -> HeldLicense {
        self.last_license += 1;
        HeldLicense {
            license: LicenseId::from_u128(self.last_license),
            product,
        }
    }

    /// Does it, and says so. Reads show what was at `as_of`.
    pub fn carry_out(
        &mut self,
        command: &Command,
        now: u64,
        as_of: u64,
        situations: &mut Situations,
    ) -> Answer {
        match command {
            Command::Journal(_) => Answer::Done,
            Command::ReadLicenses(user) => match self.state_at(*user, as_of) {
                state if state.is_deleted => {
                    Answer::Failed(Failure::NotFound("no such user".into()))
                }
                state => Answer::Licenses(records(*user, state)),
            },
            Command::ReadPage { offset } => Answer::Page(self.page(*offset, as_of)),
            Command::ReadNumbers(user) => match self.state_at(*user, as_of) {
                state if state.is_deleted => {
                    Answer::Failed(Failure::NotFound("no such user".into()))
                }
                state => Answer::Numbers {
                    numbers: state.numbers.iter().copied().collect(),
                    alias: state.alias,
                },
            },
            Command::GiveNumber { user, number } => {
                if self.is_held(*number) {
                    return refused("taken");
                }
                self.on_user(*user, now, |state| {
                    state.numbers.insert(*number);
                })
            }
            Command::TakeNumber { user, number } => {
                if !self.state(*user).numbers.contains(number) {
                    return refused("not theirs");
                }
                self.on_user(*user, now, |state| {
                    state.numbers.remove(number);
                    if state.alias == Some(*number) {
                        situations.occur("alias cleared");
                        state.alias = None;
                    }
                })
            }
            Command::BindAlias { user, number } => {
                if self.bad.contains(user) {
                    return refused("no alias for this user");
                }
                self.on_user(*user, now, |state| state.alias = Some(*number))
            }
            Command::Assign(items) => self.assign(items, now, situations),
            Command::Remove(ids) => {
                for user in self.holders(ids) {
                    self.change(user, now, |state| {
                        let stays = |held: &HeldLicense| !ids.contains(&held.license);
                        state.licenses.retain(|(held, _)| stays(held));
                    });
                }
                Answer::Done
            }
        }
    }

    /// A page of the account's licenses at that time.
    pub fn page(&self, offset: usize, as_of: u64) -> LicensePage {
        let users = self.history.keys();
        let mut all: Vec<LicenseRecord> = users
            .flat_map(|user| records(*user, self.state_at(*user, as_of)))
            .collect();
        if !self.paging.by_user {
            all.sort_by_key(|license| license.id);
        }
        let total = all.len();
        let offset = if self.paging.ignores_offset {
            0
        } else {
            offset
        };
        let all = all.into_iter().skip(offset);
        let licenses: Vec<LicenseRecord> = all.take(self.paging.size).collect();
        LicensePage {
            total: match self.paging.total {
                Total::Right => Some(total),
                Total::None => None,
                Total::OfThePage => Some(licenses.len()),
            },
            licenses,
        }
    }

    /// Who held something else at that time.
    pub fn changed_since(&self, time: u64) -> impl Iterator<Item = UserId> {
        let users = self.history.keys().copied();
        users.filter(move |user| self.state_at(*user, time) != self.state(*user))
    }

    fn on_user(&mut self, user: UserId, now: u64, change: impl FnOnce(&mut UserState)) -> Answer {
        if self.state(user).is_deleted {
            return refused("no such user");
        }
        self.change(user, now, change);
        Answer::Done
    }

    fn assign(&mut self, items: &[Assignment], now: u64, situations: &mut Situations) -> Answer {
        let is_bad =
            |each: &Assignment| self.bad.contains(&each.user) || self.state(each.user).is_deleted;
        if items.iter().any(is_bad) {
            situations.occur("bulk call with a bad user");
            return refused("no such user");
        }
        let holds = |each: &Assignment| !self.state(each.user).products().is_empty();
        if self.one_license && items.iter().any(holds) {
            situations.occur("second license refused");
            let message = "already has a license of this application".into();
            return Answer::Failed(Failure::SecondLicense(message));
        }
        for each in items {
            let license = self.new_license(each.product);
            self.change(each.user, now, |state| {
                state.licenses.push((license, each.number));
            });
            *self.emails.entry(each.user).or_default() += 1;
        }
        Answer::Done
    }

    fn is_held(&self, number: Number) -> bool {
        let mut states = self.history.values().filter_map(|states| states.last());
        states.any(|(_, state)| state.numbers.contains(&number))
    }

    /// Who has or had these licenses.
    pub fn owners(&self, ids: &[LicenseId]) -> Vec<UserId> {
        let had = |(_, state): &(u64, UserState)| {
            let mut held = state.licenses.iter();
            held.any(|(held, _)| ids.contains(&held.license))
        };
        let users = self.history.iter();
        let owners = users.filter(|(_, states)| states.iter().any(had));
        owners.map(|(user, _)| *user).collect()
    }

    fn holders(&self, ids: &[LicenseId]) -> Vec<UserId> {
        let holds = |state: &UserState| {
            let mut held = state.licenses.iter();
            held.any(|(held, _)| ids.contains(&held.license))
        };
        let users = self.history.iter();
        let holders = users.filter(|(_, states)| states.last().is_some_and(|(_, s)| holds(s)));
        holders.map(|(user, _)| *user).collect()
    }
}

fn records(user: UserId, state: &UserState) -> Vec<LicenseRecord> {
    let held = state.licenses.iter();
    held.map(|(each, number)| LicenseRecord {
        id: each.license,
        user,
        product: each.product,
        status: LicenseStatus::Active,
        number: *number,
    })
    .collect()
}

pub fn refused(message: &str) -> Answer {
    Answer::Failed(Failure::Refused(message.into()))
}

/// Whether a license is one of another application.
pub fn is_other(held: &HeldLicense) -> bool {
    held.product == OTHER
}
