//! What a run writes down and tells other tabs, and the lock that keeps them from running.

use leptos::prelude::*;

use super::Store;
use crate::api::client::Action;
use crate::api::identity;
use crate::journal::{Journal, News};
use crate::model::ids::{AccountId, UserId};
use crate::model::plan::Plan;
use crate::run::{Note, Notes};
use crate::storage::Records;
use crate::storage::channel::Channel;
use crate::storage::lock::{self, Lock};

/// Each time is three tries.
const ASKED_FOR_ADMINISTRATOR: usize = 3;

/// Held by the tab that carries a run out. A browser that keeps nothing has to do without.
pub(super) struct Keeping {
    records: Option<Records>,
    channel: Option<Channel>,
    _lock: Lock,
}

impl Keeping {
    /// Writes down whom the run is about to change.
    pub(super) async fn note(&self, notes: &[Note]) {
        self.add(&Journal::note(notes)).await;
    }

    /// Writes down that the run has ended.
    pub(super) async fn end(&self) {
        self.add(Journal::END).await;
    }

    async fn add(&self, record: &str) {
        if let Some(records) = &self.records {
            let _ = records.add(record).await;
        }
    }

    /// Tells other tabs how far the run is.
    pub(super) fn tell(&self, news: News) {
        if let Some(channel) = &self.channel {
            channel.say(&news.text());
        }
    }
}

impl Store {
    /// Begins to write down a run, or goes on writing; `None`: another tab has one under way, or has gone on with what
    /// was left. With the first record, if the browser keeps it.
    pub(super) async fn keep(
        self,
        action: &Action,
        account: AccountId,
        work: Work,
    ) -> Option<(Keeping, Option<String>)> {
        let name = name_of(account);
        let _lock = lock::take(&name).await?;
        let written = match work {
            Work::Left(journal) => Some(go_on(*journal).await?),
            Work::New(plan) => begin(action, account, plan).await,
        };
        let (records, header) = written.unzip();
        let keeping = Keeping {
            records,
            channel: Channel::open(&name),
            _lock,
        };
        Some((keeping, header))
    }

    /// Erases the run that begins with this record, unless a tab carries it out, or another has begun since.
    pub(super) fn erase(self, header: String) {
        self.spawn(async move {
            let Some(account) = self.account.get_untracked() else {
                return;
            };
            let lock = lock::take(&name_of(account)).await;
            if let (Some(_lock), Ok(records)) = (lock, Records::open().await) {
                // What cannot be forgotten now is offered again, and can be forgotten then.
                let _ = records.forget(&header).await;
            }
        });
    }
}

/// Whoever is signed in. Nothing can be written down without it.
pub(super) async fn administrator(action: &Action) -> Option<UserId> {
    for _ in 1..ASKED_FOR_ADMINISTRATOR {
        if let Ok(known) = identity::administrator(action).await {
            return Some(known);
        }
    }
    identity::administrator(action).await.ok()
}

async fn begin(action: &Action, account: AccountId, plan: Plan) -> Option<(Records, String)> {
    let journal = Journal {
        run: js_sys::Math::random().to_bits(),
        account,
        administrator: administrator(action).await?,
        plan,
        notes: Notes::default(),
        has_ended: false,
    };
    let header = journal.header();
    let records = Records::open().await.ok()?;
    records.begin(&header).await.ok()?;
    Some((records, header))
}

/// Unless it is not what was found any more.
async fn go_on(journal: Journal) -> Option<(Records, String)> {
    let records = Records::open().await.ok()?;
    let written = records.read().await.ok()?;
    let header = journal.header();
    (Journal::read(&written) == Ok(Some(journal))).then_some((records, header))
}

/// What is carried out.
pub(super) enum Work {
    /// A plan.
    New(Plan),
    /// What was left in the middle.
    Left(Box<Journal>),
}

/// The lock, and where news are told.
pub(super) fn name_of(account: AccountId) -> String {
    format!("license-management run {account}")
}
