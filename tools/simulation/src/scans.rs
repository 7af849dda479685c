//! How a run reads users, seen from outside: whom scans showed, and whether that was fresh when it was acted upon.

use std::collections::{BTreeMap, BTreeSet};

use license_management::domain::ids::{LicenseId, UserId};
use license_management::engine::{Command, FRESH_FOR};

use crate::server::{Paging, Total};
use crate::situations::Situations;
use crate::world::World;

/// The scans of a run.
#[derive(Default)]
pub struct Scans {
    /// How many pages were asked for.
    pages: usize,
    /// How often a user was read alone.
    alone: usize,
    /// When the last scan began.
    began: u64,
    /// Whether the last scan was complete.
    has_shown: bool,
    /// The users shown by a scan and not read alone since, with the start of the scan.
    shown: BTreeMap<UserId, u64>,
    /// Whom the page has written for.
    written: BTreeSet<UserId>,
    /// Who holds a license that a plan may remove.
    holders: BTreeMap<LicenseId, UserId>,
    outdated: Option<String>,
}

impl Scans {
    /// None so far.
    pub fn new(world: &World) -> Self {
        let changes = world.changes.iter();
        let held = changes.flat_map(|change| {
            let held = change.held.iter();
            held.map(|held| (held.license, change.user))
        });
        Self {
            holders: held.collect(),
            ..Self::default()
        }
    }

    /// How many pages were asked for.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// How often a user was read alone.
    pub fn alone(&self) -> usize {
        self.alone
    }

    /// When the licenses of a user who has just been read were requested.
    pub fn read_at(&self, user: UserId, now: u64) -> u64 {
        self.shown.get(&user).copied().unwrap_or(now)
    }

    /// What was written first for a user though the scan that showed the user was not fresh any more.
    pub fn outdated(&self) -> Option<&str> {
        self.outdated.as_deref()
    }

    /// A scan showed this user.
    pub fn shown(&mut self, user: UserId, situations: &mut Situations) {
        situations.occur("user read by a scan");
        self.has_shown = true;
        self.shown.insert(user, self.began);
    }

    /// The page was left; so many were written down.
    pub fn forget(&mut self, written: BTreeSet<UserId>) {
        self.shown.clear();
        self.written = written;
    }

    /// A command is sent.
    pub fn look_at(
        &mut self,
        command: &Command,
        now: u64,
        paging: &Paging,
        situations: &mut Situations,
    ) {
        match command {
            Command::ReadPage { offset } => {
                self.pages += 1;
                if *offset == 0 {
                    self.begin(now, paging, situations);
                }
            }
            Command::ReadLicenses(user) => {
                self.alone += 1;
                if self.shown.remove(user).is_some() {
                    situations.occur("user read alone after a scan");
                }
            }
            _ => self.write(command, now, situations),
        }
    }

    fn begin(&mut self, now: u64, paging: &Paging, situations: &mut Situations) {
        if self.began > 0 && !self.has_shown {
            situations.occur("scan begun again");
        }
        if paging.ignores_offset {
            situations.occur("pages that are all the first one");
        }
        match paging.total {
            Total::Right => {}
            Total::None => situations.occur("pages without a total"),
            Total::OfThePage => situations.occur("pages with a wrong total"),
        }
        self.began = now;
        self.has_shown = false;
    }

    fn write(&mut self, command: &Command, now: u64, situations: &mut Situations) {
        let users = match command {
            Command::Remove(licenses) => {
                let holders = licenses.iter().filter_map(|id| self.holders.get(id));
                holders.copied().collect()
            }
            _ => users_of(command),
        };
        for user in users {
            let is_first = self.written.insert(user);
            let Some(began) = self.shown.get(&user).filter(|_| is_first) else {
                continue;
            };
            situations.occur("first write after a scan");
            let age = now - began;
            if age > FRESH_FOR {
                self.outdated = Some(format!("{user} is written {age} ms after the scan"));
            }
        }
    }
}

/// Whom a command is for.
pub fn users_of(command: &Command) -> Vec<UserId> {
    match command {
        Command::ReadLicenses(user)
        | Command::ReadNumbers(user)
        | Command::GiveNumber { user, .. }
        | Command::TakeNumber { user, .. }
        | Command::BindAlias { user, .. } => vec![*user],
        Command::Assign(items) => items.iter().map(|each| each.user).collect(),
        Command::Remove(_) | Command::ReadPage { .. } | Command::Journal(_) => Vec::new(),
    }
}
