//! A run that outlives its page.

use leptos::prelude::*;

use super::persistence::{Owner, Work, administrator, erase, name_of};
use super::state::Runs;
use super::unfinished::Unfinished;
use crate::domain::ids::AccountId;
use crate::engine::Run;
use crate::features::clock::{now, seed};
use crate::journal::Journal;
use crate::storage::lock;
use crate::storage::records::{NotKept, Records};

async fn written(owner: Owner) -> Result<Vec<String>, NotKept> {
    Records::open(owner.key()).await?.read().await
}

impl Runs {
    /// Looks for a run that was left in the middle, and does so again whenever another tab has done with its own; for
    /// as long as the views around live.
    pub fn begin_resuming(self) {
        let is_elsewhere =
            Memo::new(move |_| matches!(self.unfinished.get(), Some(Unfinished::Elsewhere(_))));
        Effect::new(move |watched: Option<bool>| {
            let watches = is_elsewhere.get();
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
                self.look(account).await;
            });
            watches
        });
    }

    async fn look(self, account: AccountId) {
        let is_taken = lock::is_taken(&name_of(account)).await;
        if self.is_running_untracked() {
            return;
        }
        if is_taken {
            return self.unfinished.set(Some(Unfinished::Elsewhere(None)));
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
        match journal.filter(|journal| self.session.place_of(&journal.plan).is_some()) {
            Some(journal) => self
                .unfinished
                .set(Some(Unfinished::Left(Box::new(journal)))),
            None => erase(owner, header.clone()).await,
        }
    }

    /// Goes on with the run that was left.
    pub fn resume_run(self) {
        let Some(Unfinished::Left(journal)) = self.unfinished.get_untracked() else {
            return;
        };
        let Some(application) = self.session.place_of(&journal.plan) else {
            return;
        };
        let run = Run::resume(journal.plan.clone(), &journal.notes, seed(), now());
        self.carry_out(application, run, Work::Left(journal));
    }

    /// Leaves the run that was left as it is.
    pub fn forget_left_run(self) {
        if let Some(Unfinished::Left(journal)) = self.unfinished.get_untracked() {
            self.unfinished.set(None);
            self.session
                .spawn(erase(Owner::of(&journal), journal.header()));
        }
    }
}
