//! Carries a plan out: sends what the run asks for, tells it the answers, and learns from them.

use std::time::Duration;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::other_tabs::Unfinished;
use super::persistence::{Keeping, Work};
use super::state::Runs;
use crate::api::client::Action;
use crate::api::{ApiError, entitlements, identity, sms};
use crate::domain::date::Date;
use crate::domain::ids::{AccountId, UserId};
use crate::embed::config::ConfiguredApplication;
use crate::engine::{Answer, Command, Estimate, Halt, Next, Outcome, Run, TimeLeft};
use crate::features::clock::{now, seed, today};
use crate::i18n;
use crate::journal::News;

/// Progress is shown so often, in milliseconds.
const SHOW_EVERY: u64 = 150;
/// Other tabs, which may have been opened just now, are told at least so often, in milliseconds.
const TELL_EVERY: u64 = 1_000;

/// Wakes a run that waits.
pub(crate) type Wake = UnboundedSender<()>;

/// A run of one application, under way or at its end.
#[derive(Clone, Debug)]
pub struct ActiveRun {
    /// The application's index in the configuration.
    pub application: usize,
    /// When it began.
    pub began: Date,
    /// The run.
    pub run: Run,
    estimate: Estimate,
}

impl ActiveRun {
    fn new(application: usize, run: Run) -> Self {
        Self {
            application,
            began: today(),
            run,
            estimate: Estimate::default(),
        }
    }

    /// How long it will take; `None`: that is not known.
    pub fn time_left(&self) -> Option<TimeLeft> {
        self.estimate.left(self.run.tally().users)
    }

    /// Looks how far it is.
    fn watch(&mut self) {
        match self.run.halt() {
            Some(_) => self.estimate.forget(),
            None => self.estimate.see(self.run.tally().settled(), now()),
        }
    }
}

/// Who makes the calls of a run.
pub(crate) struct Caller {
    action: Action,
    account: AccountId,
    /// Until the run has ended: what comes after that is not written down.
    keeping: Option<Keeping>,
}

impl Caller {
    pub(crate) async fn perform(&self, command: &Command) -> Answer {
        let Self {
            action, account, ..
        } = self;
        let account = *account;
        let done = match command {
            Command::GiveNumber { user, number } => {
                sms::give(action, account, *user, *number).await
            }
            Command::BindAlias { user, number } => {
                identity::bind_alias(action, *user, *number).await
            }
            Command::TakeNumber { user, number } => {
                sms::take(action, account, *user, *number).await
            }
            Command::Assign(batch) => entitlements::assign(action, account, batch).await,
            Command::Remove(licenses) => entitlements::remove(action, licenses).await,
            Command::ReadLicenses(user) => {
                return entitlements::licenses_of(action, account, *user)
                    .await
                    .map_or_else(failed, Answer::Licenses);
            }
            Command::ReadPage { offset } => {
                return entitlements::license_page(action, account, *offset)
                    .await
                    .map_or_else(failed, Answer::Page);
            }
            Command::ReadNumbers(user) => {
                return numbers(action, *user).await.unwrap_or_else(failed);
            }
            Command::Journal(notes) => {
                if let Some(keeping) = &self.keeping {
                    keeping.note(notes).await;
                }
                Ok(())
            }
        };
        done.map_or_else(failed, |()| Answer::Done)
    }
}

async fn numbers(action: &Action, user: UserId) -> Result<Answer, ApiError> {
    Ok(Answer::Numbers {
        numbers: sms::numbers_of(action, user).await?,
        alias: identity::alias(action, user).await?,
    })
}

fn failed(error: ApiError) -> Answer {
    let words = i18n::api_error(&error);
    Answer::Failed(error.into_failure(words))
}

impl Runs {
    /// Looks at the run, if there is one. Tracks how far it is.
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

    /// Whether a run is under way.
    pub fn is_running(self) -> bool {
        self.run
            .with(|run| run.as_ref().is_some_and(|run| !run.run.has_ended()))
    }

    pub(crate) fn is_running_untracked(self) -> bool {
        untrack(|| self.is_running())
    }

    /// What became of a user, whom a row shows, in the last run of the selected application.
    pub fn outcome(self, user: UserId) -> Option<Outcome> {
        self.account.progress.track_user(user);
        let application = self.table.application.get();
        self.run.with(|run| {
            let run = run.as_ref().filter(|run| run.application == application)?;
            run.run.outcome(user).cloned()
        })
    }

    /// Carries the plan out. Does nothing while another run is under way.
    pub fn apply(self) {
        let plan = untrack(|| self.drafting.reviewed_plan());
        let Some(plan) = plan else { return };
        if self.is_running_untracked() {
            return;
        }
        self.leave_to_new_run(&plan);
        let run = Run::new(plan.clone(), seed());
        self.table.clear_selection();
        self.drafting.shortage.set(None);
        let application = self.table.application.get_untracked();
        self.carry_out(application, run, Work::New(plan));
    }

    /// Carries a run out to its end.
    pub(crate) fn carry_out(self, application: usize, run: Run, work: Work) {
        let Some(account) = self.session.account_id.get_untracked() else {
            return;
        };
        self.account.cancel_refresh();
        self.unfinished.update(|unfinished| {
            unfinished.take_if(|each| matches!(each, Unfinished::Left(_)));
        });
        self.show_run(None);
        self.run.set(Some(ActiveRun::new(application, run)));
        let (wake, woken) = unbounded();
        self.wake_run.set_value(Some(wake));
        self.session.spawn(async move {
            let action = self.session.action();
            match self.keep(&action, account, work).await {
                Some(keeping) => {
                    let mut caller = Caller {
                        action,
                        account,
                        keeping: Some(keeping),
                    };
                    self.drive(&caller, woken).await;
                    if let Some(keeping) = caller.keeping.take() {
                        keeping.end().await;
                    }
                    self.settle_draft();
                    self.keep_result();
                    self.follow_up(&caller).await;
                }
                None => {
                    self.run.set(None);
                    self.unfinished.set(Some(Unfinished::Elsewhere(None)));
                }
            }
        });
    }

    /// Why nothing is sent, if nothing is.
    pub fn run_halt(self) -> Option<Halt> {
        self.with_run(|run| run?.run.halt().cloned())
    }

    /// Sends nothing more until [`Runs::go_on_with_run`].
    pub fn pause_run(self) {
        self.steer(Run::pause);
    }

    /// Goes on after a pause, or after what stood in the way.
    pub fn go_on_with_run(self) {
        self.steer(Run::go_on);
    }

    /// Leaves alone whom the run has not begun. Told again: gives up at once.
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
                // A run that has ended listens no more.
                let _ = wake.unbounded_send(());
            }
        });
    }

    async fn drive(self, caller: &Caller, mut woken: UnboundedReceiver<()>) {
        let mut under_way = FuturesUnordered::new();
        let mut shown = now();
        let mut is_news = true;
        loop {
            let (next, has_learned) = self.next_of_run();
            is_news |= has_learned;
            if !self.is_running_untracked() {
                return self.show_end();
            }
            let wait = match next {
                Next::Ended => return self.show_end(),
                Next::Send(id, command) => {
                    under_way.push(async move {
                        let answer = caller.perform(&command).await;
                        (id, command, answer)
                    });
                    continue;
                }
                Next::Wait(until) => until.map_or(u64::MAX, |until| until.since(now())),
            };
            let look = shown.plus(if is_news { SHOW_EVERY } else { TELL_EVERY });
            let wait = wait.min(look.since(now()));
            let mut timer = sleep(Duration::from_millis(wait)).fuse();
            futures_util::select_biased! {
                answered = under_way.select_next_some() => {
                    let (id, command, answer) = answered;
                    self.account.learn(&command, &answer);
                    self.run.update_untracked(|run| {
                        if let Some(run) = run {
                            run.run.on_answer(id, answer, now());
                        }
                    });
                    is_news = true;
                }
                _ = woken.select_next_some() => {}
                () = timer => {}
            }
            if now() >= look {
                self.tell_progress(caller);
                if is_news {
                    self.show_progress();
                }
                (shown, is_news) = (now(), false);
            }
        }
    }

    /// What to do now, and whether something was learned of users. The views hear of it when progress is shown.
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

    /// Wakes what the run has changed since this was last called.
    fn show_progress(self) {
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                run.watch();
                self.account.progress.show(&run.run);
            }
        });
    }

    /// The run has ended: wakes whoever looks at all of it, or at the whole account.
    fn show_end(self) {
        self.show_progress();
        self.run.notify();
        self.account.progress.end();
    }

    /// Lets other tabs hear of it.
    fn tell_progress(self, caller: &Caller) {
        let news = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            let application = self.session.id_of(run.application)?;
            Some(News::of(application, run.run.tally()))
        });
        if let (Some(news), Some(keeping)) = (news, &caller.keeping) {
            keeping.tell(news);
        }
    }

    /// Applied changes are no longer pending; the others stay, to be retried.
    fn settle_draft(self) {
        self.run.with_untracked(|run| {
            let Some(run) = run else { return };
            self.drafting.drafts.of(run.application).update(|draft| {
                for (change, outcome) in run.run.outcomes() {
                    if *outcome == Outcome::Changed {
                        draft.forget(change.user);
                    }
                }
            });
        });
    }
}
