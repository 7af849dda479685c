//! Virtual time: hands commands to the server, answers to the run, and lets the administrator and others act.

mod acts;

use std::collections::BTreeMap;

use license_management::domain::ids::UserId;
use license_management::engine::{
    Answer, Command, CommandId, Emails, Halt, JournalEntries, Next, Outcome, Run, Timestamp,
};

use crate::faults::Faults;
use crate::gateway::Gateway;
use crate::others::Others;
use crate::scans::{self, Scans};
use crate::server::Server;
use crate::situations::Situations;
use crate::world::World;

/// How a world ended.
pub struct End {
    /// With its report.
    pub run: Run,
    /// What was reported when the last user was settled, in the order of the plan.
    pub first_report: Vec<(Outcome, bool, Emails)>,
    /// With what it holds.
    pub server: Server,
    /// What it made of requests.
    pub gateway: Gateway,
    /// What others did.
    pub others: Others,
    /// When each user was settled.
    pub settled: BTreeMap<UserId, u64>,
    /// How many requests the server got.
    pub requests: usize,
    /// How often the administrator had to say "go on".
    pub went_on: usize,
    /// How often the page was left.
    pub reloads: usize,
    /// Whether the machine was asleep.
    pub has_slept: bool,
    /// Whether the clock was set back, by which the run takes time for shorter than it is.
    pub has_jumped: bool,
    /// How many of them before the last user was settled.
    pub first_requests: usize,
    /// How many of these read one user's licenses.
    pub first_alone: usize,
    /// How users were read many at once.
    pub scans: Scans,
    /// What happened.
    pub situations: Situations,
}

enum Event {
    Answer(CommandId, Vec<UserId>, Answer),
    Late(Command),
    GoOn,
}

/// Once nothing goes wrong any more, every user is settled within this, in milliseconds.
const SETTLED_WITHIN: u64 = 600_000;
/// More requests for each user than a run that ends can need.
const MOST_REQUESTS: usize = 2_000;
/// The administrator resumes after this, in milliseconds.
const GOES_ON_AFTER: u64 = 5_000;
/// What the clock shows at first, in milliseconds, so that it can be set back.
const CLOCK: i64 = 1_000_000_000;

struct Driver<'a> {
    world: &'a World,
    faults: Faults,
    random: fastrand::Rng,
    now: u64,
    clock: i64,
    events: BTreeMap<(u64, u64), Event>,
    last_event: u64,
    notes: JournalEntries,
    end: End,
}

/// Carries a world's plan out.
///
/// # Errors
/// Why it does not end.
pub fn simulate(world: &World, faults: Faults) -> Result<End, String> {
    let mut driver = Driver::new(world, faults);
    while driver.step()? {}
    driver.let_everything_land();
    Ok(driver.end)
}

/// When the run first gave the server up, in milliseconds.
pub fn first_halt(world: &World, faults: Faults) -> Option<u64> {
    let mut driver = Driver::new(world, faults);
    while driver.step().ok()? {
        if matches!(driver.end.run.halt(), Some(Halt::CircuitOpen(_))) {
            return Some(driver.now);
        }
    }
    None
}

impl<'a> Driver<'a> {
    fn new(world: &'a World, faults: Faults) -> Self {
        let mut driver = Self {
            world,
            random: fastrand::Rng::with_seed(faults.seed ^ 0xd21),
            now: 0,
            clock: CLOCK,
            events: BTreeMap::new(),
            last_event: 0,
            notes: JournalEntries::default(),
            end: End {
                run: Run::new(world.plan(), faults.seed),
                first_report: Vec::new(),
                server: Server::new(world),
                gateway: Gateway::new(faults.clone()),
                others: Others::new(),
                settled: BTreeMap::new(),
                requests: 0,
                went_on: 0,
                reloads: 0,
                has_slept: false,
                has_jumped: false,
                first_requests: 0,
                first_alone: 0,
                scans: Scans::new(world),
                situations: Situations::default(),
            },
            faults,
        };
        driver.prepare();
        driver
    }

    /// What others did before the run, and what the server is like.
    fn prepare(&mut self) {
        self.end.server.one_license = self.faults.one_license;
        self.end.server.paging = self.faults.paging.clone();
        for change in &self.world.changes {
            if change.held.len() > 1 {
                self.end.situations.occur("user with several licenses");
            }
            if !change.assign && change.remove.is_empty() && change.number.give.is_some() {
                self.end.situations.occur("change of the number alone");
            }
            if !change.assign && change.to.is_some() && !change.remove.is_empty() {
                self.end.situations.occur("one of several licenses kept");
            }
            if self.random.f64() < self.faults.bad_users {
                self.end.server.bad.push(change.user);
            }
            if self.random.f64() < self.faults.changed_before {
                self.end
                    .situations
                    .occur("changed by others before the run");
                self.others_act(change.user);
            }
        }
    }

    /// Goes on to the next thing that happens; `false`: nothing comes any more.
    fn step(&mut self) -> Result<bool, String> {
        let wait = loop {
            self.watch();
            let told = self.told();
            let next = self.end.run.next(told);
            self.observe();
            self.watch();
            match next {
                Next::Send(id, command) => {
                    self.look_at(&command);
                    self.send(id, &command);
                    self.is_bounded()?;
                }
                Next::Wait(until) => break until.map(|until| self.now + until.since(told)),
                Next::Ended => return Ok(false),
            }
        };
        let has_time = self.now <= self.faults.until.saturating_add(SETTLED_WITHIN);
        if !has_time && !self.end.run.has_ended() {
            return Err(format!("it does not end: {:?}", self.end.run.tally()));
        }
        let event = self.events.first_key_value().map(|((at, _), _)| *at);
        self.now = match (event, wait) {
            (Some(event), Some(wait)) => event.min(wait),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => return Err("it waits for nothing".into()),
        }
        .max(self.now);
        while let Some(entry) = self
            .events
            .first_entry()
            .filter(|entry| entry.key().0 <= self.now)
        {
            let event = entry.remove();
            self.happen(event);
        }
        if self.now < self.faults.until {
            self.act();
        }
        Ok(true)
    }

    /// A run that sends for ever is an error, not a simulation without end.
    fn is_bounded(&self) -> Result<(), String> {
        if self.end.requests > MOST_REQUESTS * self.world.changes.len().max(1) {
            return Err(format!("it sends for ever: {:?}", self.end.run.tally()));
        }
        Ok(())
    }

    /// What the clock shows.
    fn told(&self) -> Timestamp {
        Timestamp::from_millis(self.now.saturating_add_signed(self.clock))
    }

    /// Keeps what is reported first.
    fn watch(&mut self) {
        let End {
            run,
            first_report,
            requests,
            first_requests,
            first_alone,
            scans,
            ..
        } = &mut self.end;
        if first_report.is_empty() && run.has_ended() {
            *first_requests = *requests;
            *first_alone = scans.alone();
            let outcomes = run.outcomes();
            *first_report = outcomes
                .map(|(change, outcome)| {
                    let user = change.user;
                    (
                        outcome.clone(),
                        run.is_unresolved(user),
                        run.emails_to(user),
                    )
                })
                .collect();
        }
    }

    /// Who is settled by a scan is so as of when it began.
    fn observe(&mut self) {
        for (user, _) in self.end.run.take_observed() {
            self.end.scans.shown(user, &mut self.end.situations);
            if self.is_settled(user) {
                let read_at = self.end.scans.read_at(user, self.now);
                self.end.settled.entry(user).or_insert(read_at);
            }
        }
    }

    fn look_at(&mut self, command: &Command) {
        let End {
            scans,
            server,
            situations,
            ..
        } = &mut self.end;
        scans.look_at(command, self.now, &server.paging, situations);
    }

    fn is_settled(&self, user: UserId) -> bool {
        let outcome = self.end.run.outcome(user);
        !matches!(outcome, Some(Outcome::Waiting | Outcome::Running))
    }

    fn send(&mut self, id: CommandId, command: &Command) {
        if let Command::Journal(notes) = command {
            let noted = notes.iter().map(|note| (note.user, note.clone()));
            self.notes.extend(noted);
        } else {
            self.end.requests += 1;
        }
        let End {
            server,
            gateway,
            situations,
            ..
        } = &mut self.end;
        let reply = gateway.handle(command, server, self.now, situations);
        self.later(
            reply.after,
            Event::Answer(id, scans::users_of(command), reply.answer),
        );
        if let Some((after, command)) = reply.late {
            self.later(after, Event::Late(command));
        }
    }

    fn later(&mut self, after: u64, event: Event) {
        self.last_event += 1;
        self.events
            .insert((self.now + after, self.last_event), event);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Answer(id, users, answer) => {
                let before = self.end.run.halt().is_some();
                let told = self.told();
                self.end.run.on_answer(id, answer, told);
                for user in users {
                    if !self.is_settled(user) {
                        continue;
                    }
                    let read_at = self.end.scans.read_at(user, self.now);
                    self.end.settled.entry(user).or_insert(read_at);
                }
                if self.end.run.halt().is_some() && !before {
                    self.later(GOES_ON_AFTER, Event::GoOn);
                }
            }
            Event::Late(command) => self.land(&command, self.now),
            Event::GoOn => {
                self.end.went_on += 1;
                self.end.run.go_on();
            }
        }
    }

    fn land(&mut self, command: &Command, at: u64) {
        let End {
            server, situations, ..
        } = &mut self.end;
        server.carry_out(command, at, at, situations);
    }

    fn let_everything_land(&mut self) {
        for event in std::mem::take(&mut self.events).into_values() {
            if let Event::Late(command) = event {
                self.land(&command, self.now);
            }
        }
    }
}
