//! Carries a plan out: sends what the run asks for, tells it the answers, and learns from them.

use std::time::Duration;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::Store;
use super::elsewhere::Unfinished;
use super::keeping::{Keeping, Work};
use crate::api::client::Action;
use crate::api::{ApiError, entitlements, identity, sms};
use crate::domain::date::Date;
use crate::domain::ids::{AccountId, ApplicationId, UserId};
use crate::embed::config::ConfiguredApplication;
use crate::engine::{Answer, Command, Estimate, Halt, Next, Outcome, Run, TimeLeft, Timestamp};
use crate::i18n;
use crate::journal::News;

/// Progress is shown so often, in milliseconds.
const SHOW_EVERY: u64 = 150;
/// Other tabs, which may have been opened just now, are told at least so often, in milliseconds.
const TELL_EVERY: u64 = 1_000;

/// Wakes a run that waits.
pub(super) type Wake = UnboundedSender<()>;

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

impl Store {
    /// Looks at the run, if there is one. Tracks how far it is.
    pub fn with_run<T>(self, look: impl FnOnce(Option<&ActiveRun>) -> T) -> T {
        self.progress.track_totals();
        self.run.with(|run| look(run.as_ref()))
    }

    /// The application of the run.
    pub fn run_application(self) -> Option<ConfiguredApplication> {
        let index = self
            .run
            .with(|run| run.as_ref().map(|run| run.application))?;
        self.config
            .with_value(|config| config.applications.get(index).cloned())
    }

    /// Whether a run is under way.
    pub fn is_running(self) -> bool {
        self.run
            .with(|run| run.as_ref().is_some_and(|run| !run.run.has_ended()))
    }

    pub(super) fn is_running_untracked(self) -> bool {
        untrack(|| self.is_running())
    }

    /// What became of a user, whom a row shows, in the last run of the selected application.
    pub fn outcome(self, user: UserId) -> Option<Outcome> {
        self.progress.track_user(user);
        let application = self.application.get();
        self.run.with(|run| {
            let run = run.as_ref().filter(|run| run.application == application)?;
            run.run.outcome(user).cloned()
        })
    }

    /// Carries the plan out. Does nothing while another run is under way.
    pub fn apply(self) {
        let plan = untrack(|| self.reviewed_plan());
        let Some(plan) = plan else { return };
        if self.is_running_untracked() {
            return;
        }
        self.leave_to_new_run(&plan);
        let run = Run::new(plan.clone(), seed());
        self.clear_selection();
        self.shortage.set(None);
        let application = self.application.get_untracked();
        self.carry_out(application, run, Work::New(plan));
    }

    /// Carries a run out to its end.
    pub(super) fn carry_out(self, application: usize, run: Run, work: Work) {
        let Some(account) = self.account.get_untracked() else {
            return;
        };
        self.cancel_refresh();
        self.unfinished.update(|unfinished| {
            unfinished.take_if(|each| matches!(each, Unfinished::Left(_)));
        });
        self.show_run(None);
        self.run.set(Some(ActiveRun::new(application, run)));
        let (wake, woken) = unbounded();
        self.wake_run.set_value(Some(wake));
        self.spawn(async move {
            let action = self.client.with_value(|client| client.action());
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

    /// Sends nothing more until [`Store::go_on_with_run`].
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
            let next = self.next_of_run();
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
                    self.learn(&command, &answer);
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

    /// What to do now. The views hear of it when progress is shown.
    fn next_of_run(self) -> Next {
        let mut next = Next::Ended;
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                next = run.run.next(now());
            }
        });
        next
    }

    /// Wakes what the run has changed since this was last called.
    fn show_progress(self) {
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                run.watch();
                self.progress.show(&run.run);
            }
        });
    }

    /// The run has ended: wakes whoever looks at all of it, or at the whole account.
    fn show_end(self) {
        self.show_progress();
        self.run.notify();
        self.progress.end();
    }

    /// Lets other tabs hear of it.
    fn tell_progress(self, caller: &Caller) {
        let news = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            let application = self.id_of(run.application)?;
            Some(News::of(application, run.run.tally()))
        });
        if let (Some(news), Some(keeping)) = (news, &caller.keeping) {
            keeping.tell(news);
        }
    }

    fn id_of(self, application: usize) -> Option<ApplicationId> {
        self.config
            .with_value(|config| Some(config.applications.get(application)?.application.id))
    }

    /// What was read back, or done, changes what is known of the account.
    pub(super) fn learn(self, command: &Command, answer: &Answer) {
        match (command, answer) {
            (Command::ReadLicenses(user), Answer::Licenses(held)) => {
                let catalog = self.catalog.get_untracked();
                self.directory.update_untracked(|directory| {
                    directory.replace_licenses(*user, held.clone(), &catalog)
                });
                self.progress.learned(*user);
            }
            (Command::GiveNumber { user, number }, Answer::Done) => {
                self.directory.update_untracked(|directory| {
                    directory.numbers.set_holder(*number, Some(*user))
                });
                self.progress.learned(*user);
            }
            (Command::TakeNumber { user, number }, Answer::Done) => {
                self.directory
                    .update_untracked(|directory| directory.numbers.set_holder(*number, None));
                self.progress.learned(*user);
            }
            _ => {}
        }
    }

    /// Wishes that came true are no wishes any more; the others stay, to be tried again.
    fn settle_draft(self) {
        self.run.with_untracked(|run| {
            let Some(run) = run else { return };
            self.drafts.update(|drafts| {
                for (change, outcome) in run.run.outcomes() {
                    if *outcome == Outcome::Changed {
                        drafts[run.application].forget(change.user);
                    }
                }
            });
        });
    }
}

/// Who makes the calls of a run.
pub(super) struct Caller {
    action: Action,
    account: AccountId,
    /// Until the run has ended: what comes after that is not written down.
    keeping: Option<Keeping>,
}

impl Caller {
    pub(super) async fn perform(&self, command: &Command) -> Answer {
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

/// A clock that nobody sets, in milliseconds since the page was opened.
pub(super) fn now() -> Timestamp {
    let clock = window().performance();
    Timestamp::from_millis(clock.map_or(0.0, |clock| clock.now()) as u64)
}

/// The browser's date.
pub(super) fn today() -> Date {
    Date::from_millis(js_sys::Date::now() as u64)
}

pub(super) fn seed() -> u64 {
    js_sys::Math::random().to_bits()
}

fn failed(error: ApiError) -> Answer {
    let words = i18n::api_error(&error);
    Answer::Failed(error.into_failure(words))
}
