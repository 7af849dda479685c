//! Runs that this page has not begun, above all those in another tab.

use leptos::prelude::*;

use super::persistence::name_of;
use super::state::Runs;
use super::unfinished::Unfinished;
use crate::domain::ids::AccountId;
use crate::journal::News;
use crate::storage::channel::Channel;
use crate::storage::lock;

impl Runs {
    /// A run that this page has not begun.
    pub fn unfinished(self) -> Option<Unfinished> {
        self.unfinished.get()
    }

    /// Shows what another tab tells of its run, until that has ended or the tab is gone.
    pub(crate) async fn watch(self, account: AccountId) {
        let name = name_of(account);
        let _channel = Channel::listen(&name, move |text| {
            let news = News::decode(&text);
            self.unfinished.set(Some(Unfinished::Elsewhere(news)));
        });
        lock::is_free(&name).await;
        self.unfinished.set(None);
    }
}
