//! The administrator's controls of a run: pause, resume, stop, recheck.

use super::batch::Destination;
use super::command::{Answer, CommandId, Failure};
use super::timestamp::Timestamp;
use super::{Halt, Run, context};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;

impl Run {
    /// Pauses: sends no write until [`Run::go_on`]; writes in flight are verified.
    pub fn pause(&mut self) {
        if !self.has_ended() {
            self.halt.get_or_insert(Halt::Paused);
        }
    }

    /// Resumes after a halt.
    pub fn go_on(&mut self) {
        self.halt = None;
        self.retry_budget.refill();
    }

    /// Stops: skips users not started and settles the others. Called again, it gives up immediately.
    pub fn stop(&mut self, now: Timestamp) {
        let now = self.clock.at(now);
        let abandon = self.is_stopping;
        self.go_on();
        self.end_early(abandon, now);
    }

    pub(super) fn end_early(&mut self, abandon: bool, now: Timestamp) {
        self.is_stopping = true;
        let context = context(&self.products, true, &self.forbidden, &self.progress, now);
        for batch in &mut self.batches {
            batch.stop(abandon, context, &mut self.progress);
        }
        self.begun = self.batches.len();
        self.open = (0..self.begun).collect();
        self.close();
        let batches = &self.batches;
        self.retries
            .retain(|(_, request)| match request.destination {
                Destination::Batch(batch) => batches[batch].needs(&request.tasks),
                Destination::Scan(_) => true,
            });
        self.abandon_scan();
    }

    /// The requests in flight were dropped, so their answers never come.
    pub fn lose_answers(&mut self, now: Timestamp) {
        let ids: Vec<CommandId> = self.in_flight.keys().copied().collect();
        for id in ids {
            let lost = Answer::Failed(Failure::unknown(String::new()));
            self.on_answer(id, lost, now);
        }
    }

    /// Makes all scheduled rechecks due now.
    pub fn recheck_now(&mut self, now: Timestamp) {
        let now = self.clock.at(now);
        self.progress.hurry_rechecks(now);
    }

    /// Ends the rechecks of these users, since another run changes them.
    pub fn leave(&mut self, users: &KeySet<UserId>) {
        let places: Vec<usize> = users
            .iter()
            .filter_map(|user| self.places.get(user).copied())
            .collect();
        self.progress
            .retain_rechecks(|place| !places.contains(&place));
        for place in places {
            let batch = self.index_of_batch(place);
            self.batches[batch].end_rechecks(place);
        }
        self.abandon_scan();
        self.close();
    }
}
