//! A run that outlives its page: what it writes down, and what the next page finds.

use leptos::prelude::*;

use super::Store;
use super::running::{ActiveRun, now, seed};
use crate::api::client::Action;
use crate::api::identity;
use crate::journal::Journal;
use crate::model::ids::{AccountId, UserId};
use crate::model::plan::Plan;
use crate::run::Run;
use crate::storage::Records;
use crate::storage::lock::{self, Lock};

/// What another page, or an earlier one, has under way.
#[derive(Clone, Debug)]
pub enum Unfinished {
    /// A run that was left in the middle.
    Left(Box<Journal>),
    /// Another tab carries a run out.
    InAnotherTab,
}

/// What a run writes down, where the browser keeps it, and the lock that keeps other tabs from running.
pub(super) struct Keeping {
    records: Option<Records>,
    _lock: Lock,
}

impl Keeping {
    /// Writes down whom the run is about to change. A browser that keeps nothing has to do without.
    pub(super) async fn note(&self, users: &[UserId]) {
        if let Some(records) = &self.records {
            let _ = records.add(&Journal::note(users)).await;
        }
    }
}

impl Store {
    /// A run that was left, or that another tab has under way.
    pub fn unfinished(self) -> Option<Unfinished> {
        self.unfinished.get()
    }

    /// Looks for a run that was left in the middle, or that another tab has under way.
    pub fn look_for_unfinished(self) {
        self.spawn(async move {
            let Some(account) = self.account.get_untracked() else {
                return;
            };
            if self.is_running_untracked() {
                return;
            }
            let Some(_lock) = lock::take(&lock_of(account)).await else {
                self.unfinished.set(Some(Unfinished::InAnotherTab));
                return;
            };
            let action = self.client.with_value(|client| client.action());
            let found = self.find(&action, account).await;
            self.unfinished
                .set(found.map(|journal| Unfinished::Left(Box::new(journal))));
        });
    }

    /// Looks again, at the account too: another tab may have changed it.
    pub fn look_again(self) {
        self.unfinished.set(None);
        self.read();
        self.look_for_unfinished();
    }

    /// The journal of this administrator and account; any other is forgotten.
    async fn find(self, action: &Action, account: AccountId) -> Option<Journal> {
        let records = Records::open().await.ok()?;
        let written = records.read().await.ok()?;
        if written.is_empty() {
            return None;
        }
        let administrator = identity::administrator(action).await.ok()?;
        let journal = Journal::read(&written).ok().flatten().filter(|journal| {
            journal.account == account
                && journal.administrator == administrator
                && self.place_of(&journal.plan).is_some()
        });
        if journal.is_none() {
            let _ = records.clear().await;
        }
        journal
    }

    /// Goes on with the run that was left.
    pub fn resume_run(self) {
        let Some(Unfinished::Left(journal)) = self.unfinished.get_untracked() else {
            return;
        };
        let Some(application) = self.place_of(&journal.plan) else {
            return;
        };
        self.unfinished.set(None);
        let Journal { plan, noted, .. } = *journal;
        let run = Run::resume(plan, &noted, seed(), now());
        self.carry_out(ActiveRun::new(application, run), None);
    }

    /// Leaves the run that was left as it is.
    pub fn forget_run(self) {
        self.unfinished.set(None);
        self.forget_records();
    }

    /// Forgets what is written down, unless another tab has begun to write down a run of its own.
    pub(super) fn forget_records(self) {
        self.spawn(async move {
            let Some(account) = self.account.get_untracked() else {
                return;
            };
            let lock = lock::take(&lock_of(account)).await;
            if let (Some(_lock), Ok(records)) = (lock, Records::open().await) {
                // What cannot be forgotten now is offered again, and can be forgotten then.
                let _ = records.clear().await;
            }
        });
    }

    /// Begins to write down a run, or goes on writing; `None`: another tab has one under way.
    pub(super) async fn keep(
        self,
        action: &Action,
        account: AccountId,
        plan: Option<Plan>,
    ) -> Option<Keeping> {
        let _lock = lock::take(&lock_of(account)).await?;
        let records = Records::open().await.ok();
        if let (Some(records), Some(plan)) = (&records, plan)
            && let Ok(administrator) = identity::administrator(action).await
        {
            let journal = Journal {
                account,
                administrator,
                plan,
                noted: Default::default(),
            };
            // A browser that keeps nothing has to do without.
            let _ = records.begin(&journal.header()).await;
        }
        Some(Keeping { records, _lock })
    }

    /// The application of a plan, by its index in the configuration.
    fn place_of(self, plan: &Plan) -> Option<usize> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter();
            applications.position(|each| each.application.id == plan.application)
        })
    }
}

fn lock_of(account: AccountId) -> String {
    format!("license-management run {account}")
}
