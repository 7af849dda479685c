//! Observations: how reads update a user task. Reads may lag behind writes and behind each other.

use super::attempt::Attempt;
use super::command::{Answer, Failure};
use super::licenses::Licenses;
use super::outcome::Reason;
use super::scan::Span;
use super::timestamp::Timestamp;
use super::user_task::{Context, Journaled, Step, UserTask};
use super::window::ConsistencyWindow;
use crate::domain::number::Number;
use crate::domain::plan::HeldLicense;

impl UserTask {
    /// Takes a read whose requests were sent in this span. Returns the observed lag in milliseconds, if any.
    ///
    /// # Errors
    /// Why the user could not be read.
    pub(super) fn on_read(
        &mut self,
        answer: &Answer,
        span: Span,
        context: Context,
    ) -> Result<Option<u64>, Reason> {
        match answer {
            Answer::Licenses(records) => {
                let ours = records
                    .iter()
                    .filter(|each| context.products.contains(&each.product))
                    .map(|each| HeldLicense {
                        license: each.id,
                        product: each.product,
                    });
                let ours: Vec<HeldLicense> = ours.collect();
                Ok(self.see(&ours, span, context.window))
            }
            Answer::Numbers { numbers, alias } => {
                Ok(self.see_numbers(numbers, *alias, span.from, context.window))
            }
            Answer::Failed(Failure::NotFound(_)) => Err(Reason::UserDeleted),
            Answer::Failed(failure) => Err(Reason::NotVerified(failure.clone().into_message())),
            Answer::Page(_) | Answer::Done => Err(Reason::NotVerified(String::new())),
        }
    }

    fn see(&mut self, read: &[HeldLicense], span: Span, window: ConsistencyWindow) -> Option<u64> {
        let as_of = span.from;
        self.needs_read = false;
        self.began.get_or_insert(as_of);
        if !self.touched {
            self.licenses = Licenses::planned(&self.change.held);
            self.licenses.replace(read, span);
            return None;
        }
        let before = (self.licenses.as_of(), self.licenses.present().count());
        let lag = if self.rechecks.is_last() {
            self.licenses.replace(read, span);
            None
        } else {
            self.licenses.take_in(read, span, window)
        };
        let arrived = self.licenses.arrived();
        let new: Vec<HeldLicense> = arrived
            .filter(|each| self.is_sent(each.product))
            .filter(|each| !self.welcomed.contains(&each.license))
            .copied()
            .collect();
        let came_late = [&self.attempts.assign, &self.attempts.restore]
            .into_iter()
            .filter_map(Attempt::answered)
            .filter(|answered| !new.is_empty() && *answered < before.0)
            .map(|answered| as_of.since(answered));
        let went_late =
            self.attempts.remove.answered().filter(|answered| {
                *answered < before.0 && self.licenses.present().count() < before.1
            });
        let late = came_late
            .chain(went_late.map(|answered| as_of.since(answered)))
            .max();
        for each in new {
            self.welcomed.push(each.license);
            self.journaled = Journaled::No;
            let is_new = Some(each.product) == self.change.to;
            let attempts = &self.attempts;
            if (is_new && attempts.assign.is_known()) || (!is_new && self.restored() > 0) {
                self.ours.push(each.license);
            }
        }
        lag.max(late)
    }

    /// Takes the numbers of a read. An earlier observation stands until it is contradicted by a read that is late
    /// enough to show all writes, unless the run itself sent the change.
    fn see_numbers(
        &mut self,
        held: &[Number],
        alias: Option<Number>,
        as_of: Timestamp,
        window: ConsistencyWindow,
    ) -> Option<u64> {
        let has = |number: Option<Number>| number.is_some_and(|each| held.contains(&each));
        let new = self.change.number.give;
        let goes_back = self.attempts.take_back.sent_in_all() > 0;
        let numbers = &mut self.numbers;
        let before = numbers.clone();
        let written = numbers.written.unwrap_or_default();
        let is_bound = |alias: Option<Number>| alias.is_some() && alias == new;
        let may_lag = !window.is_over(written, as_of);
        let stays = may_lag && !goes_back;
        numbers.needs_read = false;
        numbers.as_of = as_of;
        numbers.given = has(new) || (before.given && stays);
        numbers.taken = !has(self.change.number.release) || (before.taken && may_lag);
        numbers.alias = if is_bound(before.alias) && stays {
            before.alias
        } else {
            alias
        };
        numbers.was_given |= numbers.given;
        numbers.was_bound |= is_bound(alias);
        let is_late = (numbers.given, numbers.taken) != (before.given, before.taken);
        let is_older = numbers.given != has(new) || numbers.alias != alias;
        let late = written < before.as_of && is_late;
        let late = late.then(|| as_of.since(written));
        late.max(is_older.then(|| as_of.since(before.as_of)))
    }

    /// Whether a refused step had an effect anyway, or this could not be read.
    pub(super) fn may_show(&self, step: &Step) -> bool {
        match step {
            _ if self.needs_read => true,
            Step::Assign(product) => self.licenses.holds(*product),
            Step::Remove(licenses) => licenses.iter().any(|each| !self.licenses.has(*each)),
            _ => false,
        }
    }
}
