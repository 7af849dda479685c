//! Reads the account: users first, so that there is something to see, then licenses and numbers.

use futures_util::FutureExt;
use leptos::prelude::*;

use super::{Store, decompose};
use crate::api::client::Action;
use crate::api::paging::{MissingPage, Pages, both};
use crate::api::wire::object;
use crate::api::{ApiError, entitlements, identity, sms};
use crate::model::directory::{Directory, LicenseRecord, UserRecord};
use crate::model::ids::AccountId;

/// How far the account has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// What is under way, or how it ended.
    pub stage: Stage,
    /// The users.
    pub users: Part,
    /// The licenses.
    pub licenses: Part,
    /// Why the numbers could not be read, if so.
    pub numbers_error: Option<ApiError>,
}

/// What is under way, or how it ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Stage {
    /// Reading.
    #[default]
    Reading,
    /// Everything there is has been read, but for what cannot be decoded.
    Complete,
    /// Some pages are missing; what was read is shown.
    Partly(ApiError),
    /// Nothing can be shown.
    Failed(ApiError),
}

/// How far one list has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    /// Items read.
    pub read: usize,
    /// Items in all, as soon as the API has said.
    pub total: Option<usize>,
    /// Items that could not be decoded.
    pub unreadable: usize,
    missing: Vec<MissingPage>,
}

impl Reading {
    /// What the host is told: nothing while reading, that it is ready, or why it failed.
    pub(super) fn told(&self) -> &'static str {
        match &self.stage {
            Stage::Reading => "",
            Stage::Complete | Stage::Partly(_) => "ready",
            Stage::Failed(ApiError::SignedOut | ApiError::AnotherAdministrator) => "signed-out",
            Stage::Failed(ApiError::Refused { .. }) => "not-allowed",
            Stage::Failed(_) => "offline",
        }
    }

    /// How much is read, and of how much: users one half, licenses the other, so that it never goes back when the
    /// number of licenses becomes known. `None` before the API has said how many users there are.
    pub fn share(&self) -> Option<(u32, u32)> {
        Some((
            self.users.of_half()? + self.licenses.of_half().unwrap_or_default(),
            2 * Part::HALF,
        ))
    }
}

impl Store {
    /// How far the account has been read.
    pub fn reading(self) -> Reading {
        self.reading.get()
    }

    /// Whether licenses may be changed: every license has been read.
    pub fn is_editable(self) -> bool {
        self.directory
            .with(|directory| directory.licenses.is_complete())
    }

    /// Reads the account anew. Draft and selection stay.
    pub fn read(self) {
        self.reading.set(Reading::default());
        self.directory.set(Directory::default());
        self.spawn(async move {
            let action = self.client.with_value(|client| client.action());
            let end = self.read_account(&action).await;
            self.reading
                .update(|reading| reading.stage = end.unwrap_or_else(Stage::Failed));
        });
    }

    /// Asks again for the pages that are missing.
    pub fn read_missing(self) {
        self.reading
            .update(|reading| reading.stage = Stage::Reading);
        self.spawn(async move {
            let action = self.client.with_value(|client| client.action());
            let end = self.read_lists(&action, false).await;
            self.reading
                .update(|reading| reading.stage = end.unwrap_or_else(Stage::Failed));
        });
    }

    async fn read_account(self, action: &Action) -> Result<Stage, ApiError> {
        if self.account.get_untracked().is_none() {
            self.account.set(Some(identity::own_account(action).await?));
        }
        self.read_lists(action, true).await
    }

    async fn read_lists(self, action: &Action, anew: bool) -> Result<Stage, ApiError> {
        let Some(account) = self.account.get_untracked() else {
            return Err(ApiError::SignedOut);
        };
        let catalog = async {
            if anew {
                self.catalog
                    .set(entitlements::catalog(action, account).await?.into());
            }
            Ok(())
        };
        both(
            self.read_users(action, account, anew).boxed_local(),
            catalog.boxed_local(),
        )
        .await?;
        let licenses = self.read_licenses(action, account, anew);
        both(
            licenses.boxed_local(),
            self.read_numbers(action, account).boxed_local(),
        )
        .await?;
        Ok(self.reading.with_untracked(|reading| {
            let mut missing = reading
                .users
                .missing
                .iter()
                .chain(&reading.licenses.missing);
            missing
                .next()
                .map_or(Stage::Complete, |page| Stage::Partly(page.error.clone()))
        }))
    }

    /// An error only if not even the first page can be read.
    async fn read_users(
        self,
        action: &Action,
        account: AccountId,
        anew: bool,
    ) -> Result<(), ApiError> {
        let mut shown = 0;
        let missing = identity::users(account)
            .read(
                action,
                self.pages_to_read(anew, |reading| &mut reading.users),
                object::<UserRecord>,
                |page| {
                    self.reading.update(|reading| {
                        reading.users.count(page.len(), page.unreadable, page.total)
                    });
                    self.directory.update_untracked(|directory| {
                        directory.add_users(page.items, &self.catalog.get_untracked(), decompose);
                    });
                    let read = self
                        .directory
                        .with_untracked(|directory| directory.users.len());
                    if shown == 0 || read >= 2 * shown {
                        shown = read;
                        self.show_users();
                    }
                },
            )
            .await;
        self.show_users();
        let failed = missing
            .iter()
            .find(|page| page.offset == 0)
            .map(|page| page.error.clone());
        self.reading
            .update(|reading| reading.users.missing = missing);
        failed.map_or(Ok(()), Err)
    }

    fn show_users(self) {
        self.directory
            .update(|directory| directory.users.put_in_order());
    }

    async fn read_licenses(
        self,
        action: &Action,
        account: AccountId,
        anew: bool,
    ) -> Result<(), ApiError> {
        let catalog = self.catalog.get_untracked();
        let missing = entitlements::licenses(account)
            .read(
                action,
                self.pages_to_read(anew, |reading| &mut reading.licenses),
                object::<LicenseRecord>,
                |page| {
                    self.reading.update(|reading| {
                        reading
                            .licenses
                            .count(page.len(), page.unreadable, page.total)
                    });
                    self.directory.update_untracked(|directory| {
                        directory.add_licenses(page.items, &catalog);
                    });
                },
            )
            .await;
        if missing.is_empty() {
            self.directory
                .update(|directory| directory.licenses.mark_complete());
        }
        self.reading
            .update(|reading| reading.licenses.missing = missing);
        Ok(())
    }

    /// Without numbers the other applications work all the same, so that an error is shown and no more.
    async fn read_numbers(self, action: &Action, account: AccountId) -> Result<(), ApiError> {
        let needed = self.config.with_value(|config| {
            config
                .applications
                .iter()
                .any(|each| each.application.needs_number)
        });
        if needed {
            let error = match sms::numbers(action, account).await {
                Ok(numbers) => {
                    self.directory
                        .update(|directory| directory.numbers = numbers);
                    None
                }
                Err(error) => Some(error),
            };
            self.reading.update(|reading| reading.numbers_error = error);
        }
        Ok(())
    }

    /// All pages, or those that were missing before.
    fn pages_to_read(self, anew: bool, part: impl Fn(&mut Reading) -> &mut Part) -> Pages {
        let mut missing = Vec::new();
        self.reading
            .update(|reading| missing = std::mem::take(&mut part(reading).missing));
        if anew {
            Pages::All
        } else {
            Pages::Missing(missing)
        }
    }
}

impl Part {
    const HALF: u32 = 500;

    /// The share read, in parts of [`Part::HALF`]; `None` before the API has said how many there are.
    fn of_half(&self) -> Option<u32> {
        let total = self.total?;
        let read = self.read.min(total) * Self::HALF as usize;
        u32::try_from(read.checked_div(total).unwrap_or(Self::HALF as usize)).ok()
    }

    fn count(&mut self, read: usize, unreadable: usize, total: Option<usize>) {
        self.read += read;
        self.unreadable += unreadable;
        self.total = total.or(self.total);
    }
}
