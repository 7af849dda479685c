//! The driver of a run: sends its commands, passes on the answers, and updates the directory.

use std::time::Duration;

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::active_run::ActiveRun;
use super::caller::Caller;
use super::other_run::OtherRun;
use super::persistence::{JournalWriter, Work};
use super::state::Runs;
use crate::domain::ids::UserId;
use crate::embed::config::ConfiguredApplication;
use crate::engine::{Halt, Next, Outcome, Run};
use crate::features::clock::{now, seed};
use crate::journal::ProgressMessage;

/// The interval at which progress is shown, in milliseconds.
const SHOW_EVERY: u64 = 150;
/// The maximum interval at which progress is broadcast to other tabs, in milliseconds.
const BROADCAST_EVERY: u64 = 1_000;

impl Runs {
    /// Reads the run, if any. Tracks its progress.
    pub fn with_run<T>(self, look: impl FnOnce(Option<&ActiveRun>) -> T) -> T {
        self.account.progress.track_totals();
        self.run.with(|run| look(run.as_ref()))
    }

    /// The application of the run.
    pub fn run_application(self) -> Option<ConfiguredApplication> {
        let index = self
            .run
            .with(|run| run.as_ref().map(|run| run.application))?;
        self.session
            .config
            .with_value(|config| config.applications.get(index).cloned())
    }

    /// Whether a run is active.
    pub fn is_running(self) -> bool {
        self.account.is_run_active()
    }

    /// Whether a run has ended, but its result is not there yet.
    pub fn is_result_due(self) -> bool {
        self.run.with(Option::is_some) && self.result().is_none()
    }

    pub(crate) fn is_running_untracked(self) -> bool {
        untrack(|| self.is_running())
    }

    /// The outcome of a user in the last run of the selected application. Rows watch the user.
    pub fn outcome(self, user: UserId) -> Option<Outcome> {
        let application = self.table.application.get();
        self.run.with(|run| {
            let run = run.as_ref().filter(|run| run.application == application)?;
            run.run.outcome(user).cloned()
        })
    }

    /// Applies the plan. Does nothing while another run is active.
    pub fn apply(self) {
        let plan = untrack(|| self.drafting.reviewed_plan());
        let Some(plan) = plan else { return };
        if self.is_running_untracked() {
            return;
        }
        self.exclude_from_rechecks(&plan);
        let run = Run::new(plan.clone(), seed());
        self.table.clear_selection();
        self.drafting.shortage.set(None);
        let application = self.table.application.get_untracked();
        self.carry_out(application, run, Work::New(plan));
    }

    /// Drives a run to its end.
    pub(crate) fn carry_out(self, application: usize, run: Run, work: Work) {
        let Some(account) = self.session.account_id.get_untracked() else {
            return;
        };
        self.account.cancel_refresh();
        self.other_run.update(|other_run| {
            other_run.take_if(|each| matches!(each, OtherRun::Interrupted(_)));
        });
        self.show_run(None);
        self.run.set(Some(ActiveRun::new(application, run)));
        let (wake, woken) = unbounded();
        self.wake_run.set_value(Some(wake));
        self.session.spawn(async move {
            let action = self.session.action();
            match JournalWriter::open(&action, account, work, self.is_journaled).await {
                Some(journal_writer) => {
                    let mut caller = Caller {
                        action,
                        account,
                        journal_writer: Some(journal_writer),
                    };
                    self.drive(&caller, woken).await;
                    if let Some(journal_writer) = caller.journal_writer.take() {
                        journal_writer.end().await;
                    }
                    self.show_end();
                    self.run_rechecks(&caller).await;
                }
                None => {
                    self.run.set(None);
                    self.other_run.set(Some(OtherRun::InOtherTab(None)));
                }
            }
        });
    }

    /// Whether a later page could resume the active run. Tracks it.
    pub fn is_run_journaled(self) -> bool {
        self.is_journaled.get()
    }

    /// Why the run is halted, if it is.
    pub fn run_halt(self) -> Option<Halt> {
        self.with_run(|run| run?.run.halt().cloned())
    }

    /// Pauses the run until [`Runs::continue_run`].
    pub fn pause_run(self) {
        self.steer(Run::pause);
    }

    /// Continues a halted run.
    pub fn continue_run(self) {
        self.steer(Run::go_on);
    }

    /// Stops the run: users not started stay unchanged. Called again, it stops immediately.
    pub fn stop_run(self) {
        self.steer(|run| run.stop(now()));
    }

    fn steer(self, act: impl FnOnce(&mut Run)) {
        self.run.update(|run| {
            if let Some(run) = run {
                act(&mut run.run);
            }
        });
        self.wake_run.with_value(|wake| {
            if let Some(wake) = wake {
                // Nobody receives this after the run has ended.
                let _ = wake.unbounded_send(());
            }
        });
    }

    async fn drive(self, caller: &Caller, mut woken: UnboundedReceiver<()>) {
        let mut in_flight = FuturesUnordered::new();
        let mut shown = now();
        let mut has_changes = true;
        loop {
            let (next, has_learned) = self.next_of_run();
            has_changes |= has_learned;
            if !self.is_running_untracked() {
                return self.show_progress();
            }
            let wait = match next {
                Next::Ended => return self.show_progress(),
                Next::Send(id, command) => {
                    in_flight.push(async move {
                        let answer = caller.perform(&command).await;
                        (id, command, answer)
                    });
                    continue;
                }
                Next::Wait(until) => until.map_or(u64::MAX, |until| until.since(now())),
            };
            let look = shown.plus(if has_changes {
                SHOW_EVERY
            } else {
                BROADCAST_EVERY
            });
            let wait = wait.min(look.since(now()));
            let mut timer = sleep(Duration::from_millis(wait)).fuse();
            futures_util::select_biased! {
                answered = in_flight.select_next_some() => {
                    let (id, command, answer) = answered;
                    self.account.learn(&command, &answer);
                    self.run.update_untracked(|run| {
                        if let Some(run) = run {
                            run.run.on_answer(id, answer, now());
                        }
                    });
                    has_changes = true;
                }
                _ = woken.select_next_some() => {}
                () = timer => {}
            }
            if now() >= look {
                self.broadcast_progress(caller);
                if has_changes {
                    self.show_progress();
                }
                (shown, has_changes) = (now(), false);
            }
        }
    }

    /// The next command, and whether something was learned of users. Views are notified when progress is shown.
    fn next_of_run(self) -> (Next, bool) {
        let mut next = (Next::Ended, false);
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                next.0 = run.run.next(now());
                next.1 = self.account.learn_observed(&mut run.run);
            }
        });
        next
    }

    /// Notifies views of changes since the last call.
    fn show_progress(self) {
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                run.watch();
                self.account.progress.show(&run.run);
            }
        });
    }

    /// Shows the result in place of the progress, and notifies all views that depend on the run or the whole account.
    fn show_end(self) {
        self.drop_applied();
        self.record_result();
        self.run.notify();
        self.account.progress.end();
    }

    /// Broadcasts the progress to other tabs.
    fn broadcast_progress(self, caller: &Caller) {
        let news = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            let application = self.session.id_of(run.application)?;
            Some(ProgressMessage::of(application, run.run.tally()))
        });
        if let (Some(news), Some(journal_writer)) = (news, &caller.journal_writer) {
            journal_writer.broadcast(news);
        }
    }

    /// Drops applied changes from the draft; the others stay pending.
    fn drop_applied(self) {
        self.run.with_untracked(|run| {
            let Some(run) = run else { return };
            self.drafting.edit_of(run.application, |draft, _| {
                for (change, outcome) in run.run.outcomes() {
                    if *outcome == Outcome::Changed {
                        draft.forget(change.user);
                    }
                }
            });
        });
    }
}
