//! Virtual time: hands commands to the server, answers to the run, and lets the administrator act.

use std::collections::BTreeMap;

use license_management::run::{Answer, Command, CommandId, Halt, Moment, Next, Notes, Run};

use crate::faults::Faults;
use crate::server::Server;
use crate::world::World;

/// How a world ended.
pub struct End {
    /// With its report.
    pub run: Run,
    /// With what it holds.
    pub server: Server,
    /// How many requests the server got.
    pub requests: usize,
    /// How often the administrator had to say "go on".
    pub went_on: usize,
}

enum Event {
    Answer(CommandId, Answer),
    Late(Command),
    GoOn,
}

/// No world needs more virtual time than this: a week.
const TOO_LONG: u64 = 7 * 24 * 3_600_000;

struct Driver<'a> {
    world: &'a World,
    faults: Faults,
    random: fastrand::Rng,
    run: Run,
    server: Server,
    now: u64,
    events: BTreeMap<(u64, u64), Event>,
    last_event: u64,
    notes: Notes,
    requests: usize,
    went_on: usize,
    reloads: usize,
}

/// Carries a world's plan out.
///
/// # Errors
/// Why it does not end.
pub fn simulate(world: &World, faults: Faults) -> Result<End, String> {
    let mut driver = Driver::new(world, faults);
    while driver.step()? {}
    driver.let_everything_land();
    Ok(End {
        run: driver.run,
        server: driver.server,
        requests: driver.requests,
        went_on: driver.went_on,
    })
}

/// When the run first gave the server up, in milliseconds.
pub fn first_halt(world: &World, faults: Faults) -> Option<u64> {
    let mut driver = Driver::new(world, faults);
    while driver.step().ok()? {
        if matches!(driver.run.halt(), Some(Halt::Trouble(_))) {
            return Some(driver.now);
        }
    }
    None
}

impl<'a> Driver<'a> {
    fn new(world: &'a World, faults: Faults) -> Self {
        Self {
            world,
            random: fastrand::Rng::with_seed(faults.seed ^ 0xd21),
            run: Run::new(world.plan(), faults.seed),
            server: Server::new(world, faults.clone()),
            faults,
            now: 0,
            events: BTreeMap::new(),
            last_event: 0,
            notes: Notes::default(),
            requests: 0,
            went_on: 0,
            reloads: 0,
        }
    }

    /// Goes on to the next thing that happens; `false`: the run has ended.
    fn step(&mut self) -> Result<bool, String> {
        let wait = loop {
            match self.run.next(Moment::from_millis(self.now)) {
                Next::Send(id, command) => self.send(id, &command),
                Next::Wait(until) => break until,
                Next::Ended => return Ok(false),
            }
        };
        if self.now > TOO_LONG {
            return Err(format!("it does not end: {:?}", self.run.tally()));
        }
        let event = self.events.first_key_value().map(|((at, _), _)| *at);
        let wait = wait.map(|moment| moment.since(Moment::default()));
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
        self.act();
        Ok(true)
    }

    fn send(&mut self, id: CommandId, command: &Command) {
        if let Command::Note(notes) = command {
            let noted = notes.iter().map(|note| (note.user, note.welcomed.clone()));
            self.notes.extend(noted);
        } else {
            self.requests += 1;
        }
        let reply = self.server.handle(command);
        self.later(reply.after, Event::Answer(id, reply.answer));
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
            Event::Answer(id, answer) => {
                let before = self.run.halt().is_some();
                self.run
                    .on_answer(id, answer, Moment::from_millis(self.now));
                if self.run.halt().is_some() && !before {
                    self.later(5_000, Event::GoOn);
                }
            }
            Event::Late(command) => {
                self.server.carry_out(&command);
            }
            Event::GoOn => {
                self.went_on += 1;
                self.run.go_on();
            }
        }
    }

    /// The administrator, and the browser.
    fn act(&mut self) {
        let mut hits = |probability: f64| probability > 0.0 && self.random.f64() < probability;
        let (reload, pause, stop) = (
            hits(self.faults.reload),
            hits(self.faults.pause),
            hits(self.faults.stop),
        );
        if stop {
            self.run.stop(Moment::from_millis(self.now));
        }
        if pause && self.run.halt().is_none() && !self.run.has_ended() {
            self.run.pause();
            self.later(5_000, Event::GoOn);
        }
        if reload && self.reloads < 5 && !self.run.is_stopping() {
            self.reload();
        }
    }

    /// The page is gone with all that it was told; what was sent arrives nevertheless.
    fn reload(&mut self) {
        self.reloads += 1;
        self.events
            .retain(|_, event| matches!(event, Event::Late(_)));
        self.now += 800;
        let seed = self.faults.seed ^ self.now;
        let now = Moment::from_millis(self.now);
        self.run = Run::resume(self.world.plan(), &self.notes, seed, now);
    }

    fn let_everything_land(&mut self) {
        for event in std::mem::take(&mut self.events).into_values() {
            if let Event::Late(command) = event {
                self.server.carry_out(&command);
            }
        }
    }
}
