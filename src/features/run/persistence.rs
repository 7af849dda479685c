//! What a run writes down and tells other tabs, and the lock that keeps them from running.

use leptos::prelude::*;

use super::state::Runs;

use crate::api::client::Action;
use crate::api::identity;
use crate::domain::ids::{AccountId, UserId};
use crate::domain::plan::Plan;
use crate::engine::{JournalEntries, JournalEntry};
use crate::features::clock::today;
use crate::journal::{Journal, ProgressMessage};
use crate::storage::channel::Channel;
use crate::storage::lock::{self, Lock};
use crate::storage::records::{Records, StorageUnavailable};

/// Each time is three tries.
const ASKED_FOR_ADMINISTRATOR: usize = 3;

/// Held by the tab that carries a run out. A browser that keeps nothing has to do without.
pub(crate) struct JournalWriter {
    is_journaled: RwSignal<bool>,
    written: Option<Written>,
    channel: Option<Channel>,
    _lock: Lock,
}

/// The records of a run, and the first of them.
struct Written {
    records: Records,
    header: String,
}

impl JournalWriter {
    /// Writes down whom the run is about to change.
    pub(crate) async fn note(&self, notes: &[JournalEntry]) {
        if let Some(Written { records, .. }) = &self.written
            && records.add(&Journal::note(notes)).await.is_err()
        {
            self.is_journaled.set(false);
        }
    }

    /// Erases what is written down: a run that has ended is nothing to go on with.
    pub(crate) async fn end(&self) {
        if let Some(Written { records, header }) = &self.written {
            // What cannot be forgotten now is offered again, and can be forgotten then.
            let _ = records.forget(header).await;
        }
    }

    /// Tells other tabs how far the run is.
    pub(crate) fn tell(&self, news: ProgressMessage) {
        if let Some(channel) = &self.channel {
            channel.say(&news.encode());
        }
    }
}

/// Whose run is written down: nobody else reads it, goes on with it or erases it.
#[derive(Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) account: AccountId,
    pub(crate) administrator: UserId,
}

impl Owner {
    pub(crate) fn of(journal: &Journal) -> Self {
        Self {
            account: journal.account,
            administrator: journal.administrator,
        }
    }

    /// What the records are found by.
    pub(crate) fn key(self) -> String {
        format!("{} {}", self.account, self.administrator)
    }
}

/// Whoever is signed in. Nothing can be written down without it.
pub(crate) async fn administrator(action: &Action) -> Option<UserId> {
    for _ in 1..ASKED_FOR_ADMINISTRATOR {
        if let Ok(known) = identity::administrator(action).await {
            return Some(known);
        }
    }
    identity::administrator(action).await.ok()
}

async fn begin(action: &Action, account: AccountId, plan: Plan) -> Option<Written> {
    let journal = Journal {
        run: js_sys::Math::random().to_bits(),
        account,
        administrator: administrator(action).await?,
        began: today(),
        plan,
        notes: JournalEntries::default(),
    };
    let header = journal.header();
    let records = Records::open(Owner::of(&journal).key()).await.ok()?;
    records.begin(&header).await.ok()?;
    Some(Written { records, header })
}

/// `None`: what is written down is not what was found any more.
async fn go_on(journal: Journal) -> Result<Option<Written>, StorageUnavailable> {
    let records = Records::open(Owner::of(&journal).key()).await?;
    let found = records.read().await?;
    let header = journal.header();
    let is_same = Journal::read(&found) == Ok(Some(journal));
    Ok(is_same.then_some(Written { records, header }))
}

/// What is carried out.
pub(crate) enum Work {
    /// A plan.
    New(Plan),
    /// What was left in the middle.
    Resume(Box<Journal>),
}

/// The lock, and where news are told.
pub(crate) fn name_of(account: AccountId) -> String {
    format!("license-management run {account}")
}

impl Runs {
    /// Begins to write down a run, or goes on writing; `None`: another tab has one under way, or has gone on with what
    /// was left. A run that cannot be written down goes on without.
    pub(crate) async fn keep(
        self,
        action: &Action,
        account: AccountId,
        work: Work,
    ) -> Option<JournalWriter> {
        let name = name_of(account);
        let _lock = lock::take(&name).await?;
        let written = match work {
            Work::Resume(journal) => go_on(*journal).await.transpose()?.ok(),
            Work::New(plan) => begin(action, account, plan).await,
        };
        self.is_journaled.set(written.is_some());
        Some(JournalWriter {
            is_journaled: self.is_journaled,
            written,
            channel: Channel::open(&name),
            _lock,
        })
    }

    /// Whether a later page could finish the run that is under way. Tracks it.
    pub fn is_run_journaled(self) -> bool {
        self.is_journaled.get()
    }

    /// Erases the run of an owner that begins with this record, unless a tab carries it out, or another has begun since.
    pub(crate) fn erase(self, owner: Owner, header: String) {
        self.session.spawn(async move {
            let lock = lock::take(&name_of(owner.account)).await;
            if let (Some(_lock), Ok(records)) = (lock, Records::open(owner.key()).await) {
                // What cannot be forgotten now is offered again, and can be forgotten then.
                let _ = records.forget(&header).await;
            }
        });
    }
}
