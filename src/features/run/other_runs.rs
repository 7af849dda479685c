//! Runs that this page has not begun, above all those in another tab.

use leptos::prelude::*;

use super::persistence::name_of;
use super::state::Runs;
use crate::domain::ids::AccountId;
use crate::journal::{Journal, ProgressMessage};
use crate::storage::channel::Channel;
use crate::storage::lock;

/// A run that this page has not begun.
#[derive(Clone, Debug)]
pub enum OtherRun {
    /// It was left, by this tab or another one.
    Interrupted(Box<Journal>),
    /// Another tab carries it out; how far it is, once that tab has said so.
    InOtherTab(Option<ProgressMessage>),
}

impl Runs {
    /// A run that this page has not begun.
    pub fn other_run(self) -> Option<OtherRun> {
        self.other_run.get()
    }

    /// Shows what another tab tells of its run, until that has ended or the tab is gone.
    pub(crate) async fn watch(self, account: AccountId) {
        let name = name_of(account);
        let _channel = Channel::listen(&name, move |text| {
            let news = ProgressMessage::decode(&text);
            self.other_run.set(Some(OtherRun::InOtherTab(news)));
        });
        lock::is_free(&name).await;
        self.other_run.set(None);
    }
}
