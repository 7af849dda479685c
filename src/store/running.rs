//! Carries a plan out: sends what the run asks for, tells it the answers, and learns from them.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use leptos::prelude::*;

use super::Store;
use crate::api::client::Action;
use crate::api::{ApiError, entitlements, identity, sms};
use crate::model::ids::{AccountId, UserId};
use crate::model::plan::Plan;
use crate::portal::config::ConfiguredApplication;
use crate::run::{Answer, Command, CommandId, Outcome, Run};
use crate::text;

/// A run of one application, under way or at its end.
#[derive(Clone, Debug)]
pub struct ActiveRun {
    /// The application's index in the configuration.
    pub application: usize,
    /// The run.
    pub run: Run,
}

impl Store {
    /// Looks at the run, if there is one. Tracks it.
    pub fn with_run<T>(self, look: impl FnOnce(Option<&ActiveRun>) -> T) -> T {
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

    /// What became of a user in the last run of the selected application.
    pub fn outcome(self, user: UserId) -> Option<Outcome> {
        let application = self.application.get();
        self.run.with(|run| {
            let run = run.as_ref().filter(|run| run.application == application)?;
            run.run.outcome(user).cloned()
        })
    }

    /// Carries a reviewed plan out. Does nothing while another run is under way.
    pub fn apply(self, plan: Plan) {
        let Some(account) = self.account.get_untracked() else {
            return;
        };
        if self.is_running_untracked() {
            return;
        }
        let application = self.application.get_untracked();
        self.run.set(Some(ActiveRun {
            application,
            run: Run::new(plan),
        }));
        self.clear_selection();
        self.shortage.set(None);
        self.spawn(async move {
            let action = self.client.with_value(|client| client.action());
            self.drive(&action, account).await;
            self.settle_draft();
        });
    }

    /// Puts the result of the run away.
    pub fn dismiss_run(self) {
        if !self.is_running_untracked() {
            self.run.set(None);
        }
    }

    async fn drive(self, action: &Action, account: AccountId) {
        let mut under_way = FuturesUnordered::new();
        loop {
            while let Some((id, command)) = self.next_command() {
                under_way.push(async move {
                    let answer = perform(action, account, &command).await;
                    (id, command, answer)
                });
            }
            let Some((id, command, answer)) = under_way.next().await else {
                return;
            };
            self.learn(&command, &answer);
            self.run.update(|run| {
                if let Some(run) = run {
                    run.run.on_answer(id, answer);
                }
            });
        }
    }

    fn next_command(self) -> Option<(CommandId, Command)> {
        let mut next = None;
        self.run
            .update_untracked(|run| next = run.as_mut().and_then(|run| run.run.next_command()));
        next
    }

    /// What was read back, or done, changes what is known of the account.
    fn learn(self, command: &Command, answer: &Answer) {
        match (command, answer) {
            (Command::ReadLicenses(user), Answer::Licenses(held)) => {
                let catalog = self.catalog.get_untracked();
                self.directory
                    .update(|directory| directory.licenses.replace(*user, held.clone(), &catalog));
            }
            (Command::GiveNumber { user, number }, Answer::Done) => {
                self.directory
                    .update(|directory| directory.numbers.set_holder(*number, Some(*user)));
            }
            (Command::TakeNumber { number, .. }, Answer::Done) => {
                self.directory
                    .update(|directory| directory.numbers.set_holder(*number, None));
            }
            _ => {}
        }
    }

    /// Wishes that came true are no wishes any more; the others stay, to be tried again.
    fn settle_draft(self) {
        let Some(run) = self.run.get_untracked() else {
            return;
        };
        let id = self
            .config
            .with_value(|config| config.applications[run.application].application.id);
        self.drafts.update(|drafts| {
            if let Some(draft) = drafts.get_mut(&id) {
                for (change, outcome) in run.run.outcomes() {
                    if *outcome == Outcome::Changed {
                        draft.forget(change.user);
                    }
                }
            }
        });
    }
}

async fn perform(action: &Action, account: AccountId, command: &Command) -> Answer {
    let done = match command {
        Command::GiveNumber { user, number } => sms::give(action, account, *user, *number).await,
        Command::BindAlias { user, number } => identity::bind_alias(action, *user, *number).await,
        Command::TakeNumber { user, number } => sms::take(action, account, *user, *number).await,
        Command::Assign(batch) => entitlements::assign(action, account, batch).await,
        Command::Remove(licenses) => entitlements::remove(action, licenses).await,
        Command::ReadLicenses(user) => {
            return entitlements::licenses_of(action, account, *user)
                .await
                .map_or_else(failed, Answer::Licenses);
        }
    };
    done.map_or_else(failed, |()| Answer::Done)
}

fn failed(error: ApiError) -> Answer {
    let words = text::api_error(&error);
    Answer::Failed(error.into_failure(words))
}
