//! Runs in other tabs.

use leptos::prelude::*;

use super::other_run::OtherRun;
use super::persistence::name_of;
use super::state::Runs;
use crate::domain::ids::AccountId;
use crate::journal::ProgressMessage;
use crate::storage::channel::Channel;
use crate::storage::lock;

impl Runs {
    /// A run that this page did not start.
    pub fn other_run(self) -> Option<OtherRun> {
        self.other_run.get()
    }

    /// Shows the progress of another tab's run, until it has ended or the tab is closed.
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
