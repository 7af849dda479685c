//! What stands between the page and the license service, and what it makes of requests.

use std::collections::{BTreeMap, BTreeSet};

use license_management::domain::ids::{ProductId, UserId};
use license_management::engine::{Answer, CONSISTENCY_WINDOW, Command, Failure};

use crate::faults::Faults;
use crate::server::{Server, refused};
use crate::situations::Situations;

/// The gateway, with the faults that it has.
pub struct Gateway {
    faults: Faults,
    random: fastrand::Rng,
    writes: usize,
    /// What was read last, and when.
    cache: BTreeMap<Key, (u64, Answer)>,
    /// For whom a write was delivered more than once, or too late for anyone to expect.
    pub beyond_knowledge: BTreeSet<UserId>,
    /// What the run sent for each user that may have been done.
    pub assignments: BTreeMap<UserId, Vec<ProductId>>,
}

/// What is read: a user's licenses, a user's numbers, or the page at an offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Licenses(UserId),
    Numbers(UserId),
    Page(usize),
}

/// What comes of a request: the answer, after so many milliseconds, and what is done only after that.
pub struct Reply {
    pub answer: Answer,
    pub after: u64,
    pub late: Option<(u64, Command)>,
}

impl Gateway {
    pub fn new(faults: Faults) -> Self {
        Self {
            random: fastrand::Rng::with_seed(faults.seed ^ 0x5e17e7),
            faults,
            writes: 0,
            cache: BTreeMap::new(),
            beyond_knowledge: BTreeSet::new(),
            assignments: BTreeMap::new(),
        }
    }

    /// Passes a request on.
    pub fn handle(
        &mut self,
        command: &Command,
        server: &mut Server,
        now: u64,
        situations: &mut Situations,
    ) -> Reply {
        let after = 20 + self.random.u64(..400);
        let reply = |answer| Reply {
            answer,
            after,
            late: None,
        };
        if matches!(command, Command::Journal(_)) {
            return reply(Answer::Done);
        }
        if now >= self.faults.until {
            return reply(server.carry_out(command, now, now, situations));
        }
        if self.hits(self.faults.signed_out) {
            situations.occur("token expired");
            return reply(Answer::Failed(Failure::SignedOut));
        }
        match command {
            Command::ReadLicenses(user) => {
                let key = Key::Licenses(*user);
                self.read(command, key, server, now, situations, after)
            }
            Command::ReadNumbers(user) => {
                let key = Key::Numbers(*user);
                self.read(command, key, server, now, situations, after)
            }
            Command::ReadPage { offset } => {
                let key = Key::Page(*offset);
                let command = self.shift(*offset, situations);
                self.read(&command, key, server, now, situations, after)
            }
            _ => {
                let reply = self.write(command, server, now, situations, after);
                self.count(command, &reply.answer);
                reply
            }
        }
    }

    fn read(
        &mut self,
        command: &Command,
        key: Key,
        server: &mut Server,
        now: u64,
        situations: &mut Situations,
        after: u64,
    ) -> Reply {
        let reply = |answer| Reply {
            answer,
            after,
            late: None,
        };
        if self.hits(self.faults.busy) {
            situations.occur(key.name("turned away before a read", "turned away before a page"));
            return reply(self.busy(true));
        }
        if self.hits(self.faults.lost_before) {
            return reply(lost());
        }
        let cached = self.cache.get(&key);
        let is_fresh = |(at, _): &&(u64, Answer)| now - at < self.faults.longest_lag;
        if let Some((at, answer)) = cached.filter(is_fresh).cloned()
            && self.hits(self.faults.cached)
        {
            situations.occur(key.name("read from a cache", "page from a cache"));
            if self.faults.longest_lag > CONSISTENCY_WINDOW {
                self.unknown_since(key, at, server);
            }
            return reply(answer);
        }
        let lag = if self.hits(self.faults.lag) {
            self.random.u64(..=self.faults.longest_lag)
        } else {
            0
        };
        if lag > 0 {
            situations.occur(key.name("read that lags", "page that lags"));
        }
        if lag > CONSISTENCY_WINDOW {
            situations.occur("read that lags more than the window");
            self.unknown_since(key, now.saturating_sub(lag), server);
        }
        let answer = server.carry_out(command, now, now.saturating_sub(lag), situations);
        if lag == 0 {
            self.cache.insert(key, (now, answer.clone()));
        }
        reply(answer)
    }

    /// The page that is shown instead.
    fn shift(&mut self, offset: usize, situations: &mut Situations) -> Command {
        let is_shifted = offset > 0 && self.hits(self.faults.shifted);
        if !is_shifted {
            return Command::ReadPage { offset };
        }
        situations.occur("page that is shifted");
        let by = self.random.usize(1..4);
        let offset = if self.random.bool() {
            offset + by
        } else {
            offset.saturating_sub(by)
        };
        Command::ReadPage { offset }
    }

    /// What is read shows what was longer ago than anyone can expect.
    fn unknown_since(&mut self, key: Key, time: u64, server: &Server) {
        match key {
            Key::Licenses(user) | Key::Numbers(user) => {
                self.beyond_knowledge.insert(user);
            }
            Key::Page(_) => self.beyond_knowledge.extend(server.changed_since(time)),
        }
    }

    fn write(
        &mut self,
        command: &Command,
        server: &mut Server,
        now: u64,
        situations: &mut Situations,
        after: u64,
    ) -> Reply {
        let reply = |answer| Reply {
            answer,
            after,
            late: None,
        };
        self.writes += 1;
        if self
            .faults
            .forbidden_from
            .is_some_and(|from| self.writes > from)
        {
            situations.occur("no permission any more");
            return reply(Answer::Failed(Failure::Forbidden("no permission".into())));
        }
        if self.hits(self.faults.busy) {
            let is_proof = self.faults.throttling_is_proof;
            situations.occur(if is_proof {
                "turned away before a write, proven"
            } else {
                "turned away before a write, unproven"
            });
            return reply(self.busy(is_proof));
        }
        if self.hits(self.faults.lost_before) {
            situations.occur("lost before it was done");
            return reply(lost());
        }
        if self.hits(self.faults.late) {
            return self.late(command, after, situations);
        }
        if self.hits(self.faults.ignored) {
            situations.occur("acknowledged and not done");
            return reply(Answer::Done);
        }
        if self.hits(self.faults.partial)
            && let Some(part) = self.part(command)
        {
            situations.occur("part of a bulk call acknowledged");
            return reply(server.carry_out(&part, now, now, situations));
        }
        if self.hits(self.faults.partly_refused)
            && let Some(part) = self.part(command)
        {
            situations.occur("part of a bulk call refused");
            self.refuse(command, server);
            server.carry_out(&part, now, now, situations);
            return reply(refused("one of them is bad"));
        }
        let answer = server.carry_out(command, now, now, situations);
        if answer == Answer::Done && self.hits(self.faults.twice) {
            situations.occur("delivered twice");
            self.beyond(command);
            let late = after + self.random.u64(..self.faults.latest);
            return Reply {
                answer,
                after,
                late: Some((late, command.clone())),
            };
        }
        if answer == Answer::Done && self.hits(self.faults.lost_after) {
            let is_slow = self.random.bool() && self.faults.times_out;
            situations.occur(if is_slow {
                "no answer in time"
            } else {
                "lost after it was done"
            });
            return Reply {
                answer: lost(),
                after: if is_slow { 30_000 } else { after },
                late: None,
            };
        }
        if answer == Answer::Done && self.hits(self.faults.done_and_refused) {
            situations.occur("done and refused");
            self.refuse(command, server);
            return reply(refused("no, though it is done"));
        }
        reply(answer)
    }

    fn count(&mut self, command: &Command, answer: &Answer) {
        let is_refused = !matches!(
            answer,
            Answer::Done | Answer::Failed(Failure::Unknown { .. })
        );
        if let Command::Assign(items) = command
            && !is_refused
        {
            for each in items {
                let sent = self.assignments.entry(each.user).or_default();
                sent.push(each.product);
            }
        }
    }

    fn late(&mut self, command: &Command, after: u64, situations: &mut Situations) -> Reply {
        let is_acknowledged = self.random.bool();
        let late = self.random.u64(..self.faults.latest);
        situations.occur(if is_acknowledged {
            "done late, acknowledged"
        } else {
            "done late, lost"
        });
        if late + self.faults.longest_lag > CONSISTENCY_WINDOW {
            self.beyond(command);
        }
        if late > CONSISTENCY_WINDOW {
            situations.occur("done later than the consistency window");
        }
        Reply {
            answer: if is_acknowledged {
                Answer::Done
            } else {
                lost()
            },
            after,
            late: Some((after + late, command.clone())),
        }
    }

    /// That a refusal lies, is seen only where reads do not lag.
    fn refuse(&mut self, command: &Command, server: &Server) {
        if self.faults.lag == 0.0 && self.faults.cached == 0.0 {
            return;
        }
        self.beyond(command);
        if let Command::Remove(ids) = command {
            self.beyond_knowledge.extend(server.owners(ids));
        }
    }

    /// The outcome for these users could not be known in time.
    fn beyond(&mut self, command: &Command) {
        match command {
            Command::Assign(items) => {
                self.beyond_knowledge
                    .extend(items.iter().map(|each| each.user));
            }
            Command::GiveNumber { user, .. }
            | Command::TakeNumber { user, .. }
            | Command::BindAlias { user, .. } => {
                self.beyond_knowledge.insert(*user);
            }
            _ => {}
        }
    }

    fn busy(&mut self, is_proof: bool) -> Answer {
        let waits = [None, None, Some(0), Some(1), Some(3), Some(4_000_000)];
        let retry_after = waits[self.random.usize(..waits.len())];
        let retry_after = retry_after.filter(|_| self.faults.names_wait && self.faults.busy < 0.9);
        let message = "busy".into();
        Answer::Failed(if is_proof {
            Failure::Throttled {
                message,
                retry_after,
            }
        } else {
            Failure::Unknown {
                message,
                retry_after,
            }
        })
    }

    fn part(&mut self, command: &Command) -> Option<Command> {
        match command {
            Command::Assign(items) if items.len() > 1 => {
                let part = &items[..self.random.usize(1..items.len())];
                Some(Command::Assign(part.to_vec()))
            }
            Command::Remove(items) if items.len() > 1 => {
                let part = &items[..self.random.usize(1..items.len())];
                Some(Command::Remove(part.to_vec()))
            }
            _ => None,
        }
    }

    fn hits(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.random.f64() < probability
    }
}

impl Key {
    fn name(self, alone: &'static str, page: &'static str) -> &'static str {
        match self {
            Self::Licenses(_) | Self::Numbers(_) => alone,
            Self::Page(_) => page,
        }
    }
}

fn lost() -> Answer {
    Answer::Failed(Failure::unknown("reset".into()))
}
