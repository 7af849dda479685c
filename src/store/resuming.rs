//! A run that outlives its page.

use leptos::prelude::*;

use super::Store;
use super::elsewhere::Elsewhere;
use super::keeping::{Work, name_of};
use super::running::{ActiveRun, now, seed};
use crate::journal::Journal;
use crate::model::ids::AccountId;
use crate::model::plan::Plan;
use crate::reactive::memo;
use crate::run::Run;
use crate::storage::Records;
use crate::storage::lock;

impl Store {
    /// A run that was left.
    pub fn left_run(self) -> Option<Journal> {
        self.left_run.get()
    }

    /// Looks for a run that was left in the middle, and does so again whenever another tab has done with its own; for
    /// as long as the views around live.
    pub fn begin_resuming(self) {
        let is_elsewhere = memo(move || self.elsewhere.get().is_some());
        Effect::new(move |watched: Option<bool>| {
            let watches = is_elsewhere.get();
            self.spawn(async move {
                let Some(account) = self.account.get_untracked() else {
                    return;
                };
                if watches {
                    return self.watch(account).await;
                }
                if watched.is_some() {
                    self.read();
                }
                self.look(account).await;
            });
            watches
        });
    }

    async fn look(self, account: AccountId) {
        if self.is_running_untracked() {
            return;
        }
        let Some(lock) = lock::take(&name_of(account)).await else {
            return self.elsewhere.set(Some(Elsewhere::default()));
        };
        let written = written().await.unwrap_or_default();
        drop(lock);
        let action = self.client.with_value(|client| client.action());
        let administrator = self.administrator(&action).await;
        let (Some(header), Some(administrator)) = (written.first(), administrator) else {
            return;
        };
        let journal = Journal::read(&written).ok().flatten().filter(|journal| {
            journal.account == account
                && journal.administrator == administrator
                && self.place_of(&journal.plan).is_some()
        });
        if journal.is_none() {
            self.erase(header.clone());
        }
        self.left_run.set(journal);
    }

    /// Goes on with the run that was left.
    pub fn resume_run(self) {
        let Some(journal) = self.left_run.get_untracked() else {
            return;
        };
        let Some(application) = self.place_of(&journal.plan) else {
            return;
        };
        self.left_run.set(None);
        let run = Run::resume(journal.plan.clone(), &journal.notes, seed(), now());
        let work = Work::Left(Box::new(journal));
        self.carry_out(ActiveRun::new(application, run), work);
    }

    /// Leaves the run that was left as it is.
    pub fn forget_left_run(self) {
        let left = self.left_run.try_update(Option::take).flatten();
        if let Some(journal) = left {
            self.erase(journal.header());
        }
    }

    /// The application of a plan, by its index in the configuration.
    fn place_of(self, plan: &Plan) -> Option<usize> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter();
            applications.position(|each| each.application.id == plan.application)
        })
    }
}

async fn written() -> Option<Vec<String>> {
    Records::open().await.ok()?.read().await.ok()
}
