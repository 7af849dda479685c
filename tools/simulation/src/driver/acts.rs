//! What the administrator does, the browser, and others.

use std::collections::BTreeMap;

use license_management::domain::ids::UserId;
use license_management::engine::Run;

use super::{Driver, End, Event, GOES_ON_AFTER};
use crate::others;

const HOUR: i64 = 3_600_000;

impl Driver<'_> {
    /// The administrator, the browser, and others.
    pub(super) fn act(&mut self) {
        let mut hits = |probability: f64| probability > 0.0 && self.random.f64() < probability;
        let faults = &self.faults;
        let (reload, check, pause, stop, jump, others) = (
            hits(faults.reload),
            hits(faults.check),
            hits(faults.pause),
            hits(faults.stop),
            hits(faults.clock_jumps),
            hits(faults.changed_meanwhile),
        );
        if jump && self.random.bool() {
            self.end.situations.occur("clock set back");
            self.end.has_jumped = true;
            self.clock -= HOUR;
        } else if jump {
            self.end.situations.occur("machine asleep");
            self.sleep();
        }
        if others {
            let user = self.world.changes[self.random.usize(..self.world.changes.len())].user;
            self.others_act(user);
        }
        if self.end.run.has_ended() {
            if check {
                self.end.situations.occur("looked at on demand");
                let told = self.told();
                self.end.run.recheck_now(told);
            }
            return;
        }
        if stop {
            self.stop();
        }
        if pause && self.end.run.halt().is_none() {
            self.end.situations.occur("run paused");
            self.end.run.pause();
            self.later(GOES_ON_AFTER, Event::GoOn);
        }
        if reload && self.end.reloads < 5 && !self.end.run.is_stopping() {
            self.reload();
        }
    }

    /// What was sent arrives nevertheless.
    fn sleep(&mut self) {
        self.end.has_slept = true;
        self.now += self.random.u64(10_000..100_000);
        let (due, later) = std::mem::take(&mut self.events)
            .into_iter()
            .partition(|((at, _), event)| *at <= self.now && matches!(event, Event::Late(_)));
        self.events = later;
        let due: BTreeMap<(u64, u64), Event> = due;
        for ((at, _), event) in due {
            if let Event::Late(command) = event {
                self.land(&command, at);
            }
        }
    }

    pub(super) fn others_act(&mut self, user: UserId) {
        let End {
            others,
            server,
            situations,
            ..
        } = &mut self.end;
        others::act(others, user, server, self.now, &mut self.random, situations);
    }

    fn stop(&mut self) {
        let told = self.told();
        self.end.situations.occur("run stopped");
        self.end.run.stop(told);
        if self.random.bool() {
            self.end.situations.occur("run given up");
            self.end.run.stop(told);
        }
    }

    /// The page is gone with all that it was told; what was sent arrives nevertheless.
    fn reload(&mut self) {
        self.end.situations.occur("page left");
        self.end.reloads += 1;
        self.end.settled.clear();
        self.end.scans.forget(self.notes.keys().copied().collect());
        self.events
            .retain(|_, event| matches!(event, Event::Late(_)));
        self.now += 800;
        let seed = self.faults.seed ^ self.now;
        self.end.run = Run::resume(self.world.plan(), &self.notes, seed, self.told());
    }
}
