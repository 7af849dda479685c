//! Rechecks of users whom an ended run may still change. They correct its result.

use std::time::Duration;

use futures_channel::mpsc::unbounded;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::caller::Caller;
use super::ended_run::EndedRun;
use super::recheck_task::{RecheckRequest, RecheckTask};
use super::state::Runs;
use crate::domain::application_view::ApplicationView;
use crate::domain::date::Date;
use crate::domain::draft::{Draft, PendingChange};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::domain::plan::Plan;
use crate::engine::{Next, Outcome, Run};
use crate::features::clock::now;

/// The maximum wait, in milliseconds.
const LONGEST_WAIT: u64 = 60_000;

impl Runs {
    /// Rechecks all users now.
    pub fn recheck_now(self, run: &EndedRun) {
        self.recheck_tasks.with_value(|all| {
            if let Some(one) = all.iter().find(|each| each.began == run.began) {
                // Nobody receives this after the rechecks have ended.
                let _ = one.asks.unbounded_send(RecheckRequest::RecheckNow);
            }
        });
    }

    /// Excludes the users of a new plan from the rechecks of earlier runs.
    pub(crate) fn exclude_from_rechecks(self, plan: &Plan) {
        let users: KeySet<UserId> = plan.changes.iter().map(|change| change.user).collect();
        self.recheck_tasks.with_value(|all| {
            for each in all {
                // Nobody receives this after the rechecks have ended.
                let _ = each
                    .asks
                    .unbounded_send(RecheckRequest::Exclude(users.clone()));
            }
        });
    }

    /// Rechecks the users of the run that has just ended, until all are final.
    pub(crate) async fn run_rechecks(self, caller: &Caller) {
        let ended = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            Some((run.application, run.began, run.run.clone()))
        });
        let Some((application, began, mut run)) = ended else {
            return;
        };
        let (asks, mut asked) = unbounded();
        self.recheck_tasks
            .update_value(|all| all.push(RecheckTask { began, asks }));
        run.lose_answers(now());
        let mut in_flight = FuturesUnordered::new();
        let mut has_changes = false;
        loop {
            let next = run.next(now());
            has_changes |= self.account.learn_observed(&mut run);
            let wait = match next {
                Next::Ended => break,
                Next::Send(id, command) => {
                    in_flight.push(async move {
                        let answer = caller.perform(&command).await;
                        (id, command, answer)
                    });
                    continue;
                }
                Next::Wait(until) => until.map_or(LONGEST_WAIT, |until| until.since(now())),
            };
            if in_flight.is_empty() && wait > 0 && std::mem::take(&mut has_changes) {
                self.correct(application, began, &run);
            }
            let mut timer = sleep(Duration::from_millis(wait.min(LONGEST_WAIT))).fuse();
            futures_util::select_biased! {
                answered = in_flight.select_next_some() => {
                    let (id, command, answer) = answered;
                    self.account.learn(&command, &answer);
                    run.on_answer(id, answer, now());
                    has_changes = true;
                }
                ask = asked.select_next_some() => match ask {
                    RecheckRequest::RecheckNow => {
                        run.go_on();
                        run.recheck_now(now());
                    }
                    RecheckRequest::Exclude(users) => run.leave(&users),
                },
                () = timer => {}
            }
        }
        self.correct(application, began, &run);
        self.recheck_tasks
            .update_value(|all| all.retain(|each| each.began != began));
    }

    /// Corrects the result of a run, the rows that show it, and the draft.
    fn correct(self, application: usize, began: Date, run: &Run) {
        let correction = |ended: &EndedRun| {
            untrack(|| {
                self.account.with_application(application, |app_view| {
                    ended.report.corrected(run, app_view)
                })
            })
        };
        if !self.correct_result(began, correction) {
            return;
        }
        self.drop_fulfilled(application, run);
        self.run.update(|shown| {
            if let Some(shown) = shown.as_mut().filter(|shown| shown.began == began) {
                shown.run = run.clone();
            }
        });
        self.account.progress.show(run);
        self.account.progress.end();
    }

    /// Drops pending changes that took effect after all.
    fn drop_fulfilled(self, application: usize, run: &Run) {
        let draft = self.drafting.drafts.of(application);
        let changed = run
            .outcomes()
            .filter(|(_, outcome)| **outcome == Outcome::Changed)
            .map(|(change, _)| change.user);
        let fulfilled: Vec<UserId> = untrack(|| {
            self.account.with_application(application, |app_view| {
                draft.with(|draft| {
                    let is_fulfilled = |user: &UserId| {
                        draft.pending_change(*user).open(*user, app_view)
                            == PendingChange::default()
                    };
                    changed.filter(is_fulfilled).collect()
                })
            })
        });
        if !fulfilled.is_empty() {
            let forget = |draft: &mut Draft, _: ApplicationView| {
                fulfilled.into_iter().for_each(|user| draft.forget(user));
            };
            self.drafting.edit_of(application, forget);
        }
    }
}
