//! Finding and resuming interrupted runs.

use leptos::prelude::*;

use super::other_run::OtherRun;
use super::persistence::{Owner, Work, administrator, erase, name_of};
use super::state::Runs;
use crate::components::effect;
use crate::domain::ids::AccountId;
use crate::engine::Run;
use crate::features::clock::{now, seed};
use crate::journal::Journal;
use crate::storage::lock;
use crate::storage::records::{Records, StorageUnavailable};

async fn written(owner: Owner) -> Result<Vec<String>, StorageUnavailable> {
    Records::open(owner.key()).await?.read().await
}

impl Runs {
    /// Looks for an interrupted run now, and whenever another tab's run has ended, until the owner is cleaned up.
    pub fn watch_for_other_runs(self) {
        let is_in_other_tab =
            Memo::new(move |_| matches!(self.other_run.get(), Some(OtherRun::InOtherTab(_))));
        effect(move |watched: Option<bool>| {
            let watches = is_in_other_tab.get();
            self.session.spawn(async move {
                let Some(account) = self.session.account_id.get_untracked() else {
                    return;
                };
                if watches {
                    return self.watch(account).await;
                }
                if watched.is_some() {
                    self.account.read();
                }
                self.find_other_run(account).await;
            });
            watches
        });
    }

    async fn find_other_run(self, account: AccountId) {
        let is_taken = lock::is_taken(&name_of(account)).await;
        if self.is_running_untracked() {
            return;
        }
        if is_taken {
            return self.other_run.set(Some(OtherRun::InOtherTab(None)));
        }
        let action = self.session.action();
        let Some(administrator) = administrator(&action).await else {
            return;
        };
        let owner = Owner {
            account,
            administrator,
        };
        let written = written(owner).await.unwrap_or_default();
        if self.is_running_untracked() {
            return;
        }
        let Some(header) = written.first() else {
            return;
        };
        let journal = Journal::read(&written).ok().flatten();
        match journal.filter(|journal| self.session.index_of(&journal.plan).is_some()) {
            Some(journal) => self
                .other_run
                .set(Some(OtherRun::Interrupted(Box::new(journal)))),
            None => erase(owner, header.clone()).await,
        }
    }

    /// Resumes the interrupted run.
    pub fn resume_interrupted_run(self) {
        let Some(OtherRun::Interrupted(journal)) = self.other_run.get_untracked() else {
            return;
        };
        let Some(application) = self.session.index_of(&journal.plan) else {
            return;
        };
        let run = Run::resume(journal.plan.clone(), &journal.entries, seed(), now());
        self.carry_out(application, run, Work::Resume(journal));
    }

    /// Discards the interrupted run.
    pub fn discard_interrupted_run(self) {
        if let Some(OtherRun::Interrupted(journal)) = self.other_run.get_untracked() {
            self.other_run.set(None);
            self.session
                .spawn(erase(Owner::of(&journal), journal.header()));
        }
    }
}
