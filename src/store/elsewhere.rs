//! Runs that this page has not begun, above all those in another tab.

use leptos::prelude::*;

use super::Store;
use super::keeping::name_of;
use crate::domain::ids::{AccountId, ApplicationId};
use crate::journal::{Journal, News};
use crate::storage::channel::Channel;
use crate::storage::lock;

/// A run that this page has not begun.
#[derive(Clone, Debug)]
pub enum Unfinished {
    /// It was left, by this tab or another one.
    Left(Box<Journal>),
    /// Another tab carries it out; how far it is, once that tab has said so.
    Elsewhere(Option<News>),
}

impl Store {
    /// A run that this page has not begun.
    pub fn unfinished(self) -> Option<Unfinished> {
        self.unfinished.get()
    }

    /// Whether the portal's session is another administrator's than the one who works here.
    pub fn is_another_administrator(self) -> bool {
        self.client
            .with_value(crate::api::client::Client::is_another_administrator)
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
            let news = News::decode(&text);
            self.unfinished.set(Some(Unfinished::Elsewhere(news)));
        });
        lock::is_free(&name).await;
        self.unfinished.set(None);
    }
}
