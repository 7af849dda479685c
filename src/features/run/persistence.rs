//! Run persistence: the journal, the broadcast of progress, and the lock that allows one run at a time.

use leptos::prelude::*;

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

/// Attempts to learn the administrator; each attempt retries twice.
const ASKED_FOR_ADMINISTRATOR: usize = 3;

/// Writes the journal and broadcasts progress, while holding the lock. Works without storage, but then the run can't be
/// resumed.
pub(crate) struct JournalWriter {
    is_journaled: RwSignal<bool>,
    records: Option<JournalRecords>,
    channel: Option<Channel>,
    _lock: Lock,
}

/// The records of a run, and the first of them.
struct JournalRecords {
    records: Records,
    header: String,
}

impl JournalWriter {
    /// Takes the lock and opens the journal; `None`: another tab has an active run, or has resumed the interrupted one.
    /// Without storage, the run is not journaled, and `is_journaled` says so.
    pub(crate) async fn open(
        action: &Action,
        account: AccountId,
        work: Work,
        is_journaled: RwSignal<bool>,
    ) -> Option<Self> {
        let name = name_of(account);
        let _lock = lock::take(&name).await?;
        let records = match work {
            Work::Resume(journal) => reopen(*journal).await.transpose()?.ok(),
            Work::New(plan) => create(action, account, plan).await,
        };
        is_journaled.set(records.is_some());
        Some(Self {
            is_journaled,
            records,
            channel: Channel::open(&name),
            _lock,
        })
    }

    /// Appends the entries of users who are about to be changed.
    pub(crate) async fn append(&self, entries: &[JournalEntry]) {
        if let Some(JournalRecords { records, .. }) = &self.records
            && records
                .add(&Journal::encode_entries(entries))
                .await
                .is_err()
        {
            self.is_journaled.set(false);
        }
    }

    /// Deletes the journal of a run that has ended.
    pub(crate) async fn end(&self) {
        if let Some(JournalRecords { records, header }) = &self.records {
            // A journal that can't be deleted is offered again, and can be discarded then.
            let _ = records.forget(header).await;
        }
    }

    /// Broadcasts the progress of the run to other tabs.
    pub(crate) fn broadcast(&self, progress: ProgressMessage) {
        if let Some(channel) = &self.channel {
            channel.say(&progress.encode());
        }
    }
}

/// The owner of a journal: nobody else reads, resumes or deletes it.
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

    /// The storage key of the records.
    pub(crate) fn key(self) -> String {
        format!("{} {}", self.account, self.administrator)
    }
}

/// The signed-in administrator, who owns the journal.
pub(crate) async fn administrator(action: &Action) -> Option<UserId> {
    for _ in 1..ASKED_FOR_ADMINISTRATOR {
        if let Ok(known) = identity::administrator(action).await {
            return Some(known);
        }
    }
    identity::administrator(action).await.ok()
}

async fn create(action: &Action, account: AccountId, plan: Plan) -> Option<JournalRecords> {
    let journal = Journal {
        run: js_sys::Math::random().to_bits(),
        account,
        administrator: administrator(action).await?,
        began: today(),
        plan,
        entries: JournalEntries::default(),
    };
    let header = journal.header();
    let records = Records::open(Owner::of(&journal).key()).await.ok()?;
    records.begin(&header).await.ok()?;
    Some(JournalRecords { records, header })
}

/// `None`: the stored journal has changed since it was read.
async fn reopen(journal: Journal) -> Result<Option<JournalRecords>, StorageUnavailable> {
    let records = Records::open(Owner::of(&journal).key()).await?;
    let found = records.read().await?;
    let header = journal.header();
    let is_same = Journal::read(&found) == Ok(Some(journal));
    Ok(is_same.then_some(JournalRecords { records, header }))
}

/// What to apply.
pub(crate) enum Work {
    /// A new plan.
    New(Plan),
    /// An interrupted run.
    Resume(Box<Journal>),
}

/// The name of the lock and of the broadcast channel.
pub(crate) fn name_of(account: AccountId) -> String {
    format!("license-management run {account}")
}

/// Deletes an owner's journal with this header, unless a tab is applying it or another run has started since.
pub(crate) async fn erase(owner: Owner, header: String) {
    let lock = lock::take(&name_of(owner.account)).await;
    if let (Some(_lock), Ok(records)) = (lock, Records::open(owner.key()).await) {
        // A journal that can't be deleted is offered again, and can be discarded then.
        let _ = records.forget(&header).await;
    }
}
