//! A run in another tab.

use leptos::prelude::*;

use super::Store;
use super::keeping::name_of;
use crate::journal::News;
use crate::model::ids::{AccountId, ApplicationId};
use crate::storage::channel::Channel;
use crate::storage::lock;

/// A run in another tab of this browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Elsewhere {
    /// How far it is, once that tab has said so.
    pub news: Option<News>,
}

impl Store {
    /// A run in another tab.
    pub fn elsewhere(self) -> Option<Elsewhere> {
        self.elsewhere.get()
    }

    /// What an application is called; `None`: there is no such application.
    pub fn name_of_application(self, id: ApplicationId) -> Option<String> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter().map(|each| &each.application);
            Some(applications.find(|each| each.id == id)?.name.clone())
        })
    }

    /// Shows what another tab tells of its run, until that has ended or the tab is gone.
    pub(super) async fn watch(self, account: AccountId) {
        let name = name_of(account);
        let _channel = Channel::listen(&name, move |text| {
            let news = News::read(&text);
            self.elsewhere.set(Some(Elsewhere { news }));
        });
        lock::is_free(&name).await;
        self.elsewhere.set(None);
    }
}
