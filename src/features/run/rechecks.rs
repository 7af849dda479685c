//! Rechecks of users whom a run that ended may still change. What they show corrects its result.

use std::time::Duration;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::driver::Caller;
use super::state::Runs;
use crate::domain::date::Date;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::domain::plan::Plan;
use crate::engine::{Next, Outcome, Run};
use crate::features::clock::now;
use crate::features::run::results::EndedRun;

/// The longest wait at a time, in milliseconds.
const LONGEST_WAIT: u64 = 60_000;

/// A run that has ended and is still looked after.
pub(crate) struct FollowUp {
    began: Date,
    asks: UnboundedSender<Ask>,
}

/// What is asked of a follow-up.
enum Ask {
    /// To recheck everybody now.
    Look,
    /// To leave these users to another run.
    Leave(KeySet<UserId>),
}

impl Runs {
    /// Looks now at whom a run may still change.
    pub fn check_again(self, run: &EndedRun) {
        self.follow_ups.with_value(|all| {
            if let Some(one) = all.iter().find(|each| each.began == run.began) {
                // One that has just ended listens no more.
                let _ = one.asks.unbounded_send(Ask::Look);
            }
        });
    }

    /// Earlier runs do not recheck the users whom this plan changes.
    pub(crate) fn leave_to_new_run(self, plan: &Plan) {
        let users: KeySet<UserId> = plan.changes.iter().map(|change| change.user).collect();
        self.follow_ups.with_value(|all| {
            for each in all {
                // One that has just ended listens no more.
                let _ = each.asks.unbounded_send(Ask::Leave(users.clone()));
            }
        });
    }

    /// Follows the run that has just ended, until nobody is looked at any more.
    pub(crate) async fn follow_up(self, caller: &Caller) {
        let ended = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            Some((run.application, run.began, run.run.clone()))
        });
        let Some((application, began, mut run)) = ended else {
            return;
        };
        let (asks, mut asked) = unbounded();
        self.follow_ups
            .update_value(|all| all.push(FollowUp { began, asks }));
        run.lose_answers(now());
        let mut in_flight = FuturesUnordered::new();
        let mut is_news = false;
        loop {
            let next = run.next(now());
            is_news |= self.account.learn_observed(&mut run);
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
            if in_flight.is_empty() && wait > 0 && std::mem::take(&mut is_news) {
                self.correct(application, began, &run);
            }
            let mut timer = sleep(Duration::from_millis(wait.min(LONGEST_WAIT))).fuse();
            futures_util::select_biased! {
                answered = in_flight.select_next_some() => {
                    let (id, command, answer) = answered;
                    self.account.learn(&command, &answer);
                    run.on_answer(id, answer, now());
                    is_news = true;
                }
                ask = asked.select_next_some() => match ask {
                    Ask::Look => {
                        run.go_on();
                        run.recheck_now(now());
                    }
                    Ask::Leave(users) => run.leave(&users),
                },
                () = timer => {}
            }
        }
        self.correct(application, began, &run);
        self.follow_ups
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
        self.forget_fulfilled(application, run);
        self.run.update(|shown| {
            if let Some(shown) = shown.as_mut().filter(|shown| shown.began == began) {
                shown.run = run.clone();
            }
        });
        self.account.progress.show(run);
        self.account.progress.end();
    }

    /// What came about after all is no pending change any more.
    fn forget_fulfilled(self, application: usize, run: &Run) {
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
            draft.update(|draft| fulfilled.into_iter().for_each(|user| draft.forget(user)));
        }
    }
}
