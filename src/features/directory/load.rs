//! One load of the account: users first, so that there is something to see, then licenses and numbers.

use std::cell::RefCell;
use std::sync::Arc;

use futures_util::FutureExt;
use leptos::prelude::*;

use super::loader::Part;
use super::state::{Account, decompose};
use crate::api::client::Action;
use crate::api::list::{Page, both};
use crate::api::{ApiError, entitlements, identity, sms};
use crate::decode::DecodeError;
use crate::domain::catalog::Catalog;
use crate::domain::directory::{Directory, LicenseRecord, UserRecord};
use crate::domain::ids::{AccountId, ApplicationId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// What a load has read so far.
#[derive(Default)]
pub(crate) struct Fresh {
    pub(crate) directory: Directory,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) users: Part,
    pub(crate) licenses: Part,
    /// Why a page of users or licenses could not be read, if so.
    pub(crate) error: Option<ApiError>,
    /// Numbers of which it is not told who holds them.
    untold: KeySet<Number>,
    /// Why the numbers could not be read, if so.
    pub(crate) numbers_error: Option<ApiError>,
}

/// A load under way. Unless it is the first, nothing of it is seen before it ends.
pub(crate) struct Load {
    state: Account,
    action: Action,
    account: AccountId,
    is_first: bool,
    fresh: RefCell<Fresh>,
}

impl Load {
    pub(crate) fn new(state: Account, action: Action, account: AccountId) -> Self {
        let is_first = state
            .reading
            .with_untracked(|reading| reading.read_at.is_none());
        Self {
            state,
            action,
            account,
            is_first,
            fresh: RefCell::default(),
        }
    }

    /// Reads everything.
    ///
    /// # Errors
    /// When the license types or not even the first page of users can be read.
    pub(crate) async fn run(self) -> Result<Fresh, ApiError> {
        let catalog = async {
            let catalog: Arc<Catalog> = entitlements::catalog(&self.action, self.account)
                .await?
                .into();
            if self.is_first {
                self.state.catalog.set(Arc::clone(&catalog));
            }
            self.fresh.borrow_mut().catalog = catalog;
            Ok(())
        };
        both(self.read_users().boxed_local(), catalog.boxed_local()).await?;
        let licenses = self.read_licenses().map(Ok);
        let numbers = self.read_numbers().map(Ok);
        both(licenses.boxed_local(), numbers.boxed_local()).await?;
        self.settle_holders().await;
        Ok(self.fresh.into_inner())
    }

    /// Where the list of numbers does not tell who holds them, each user with a license that takes a number is asked
    /// after: they are few.
    async fn settle_holders(&self) {
        let users = {
            let fresh = self.fresh.borrow();
            if fresh.untold.is_empty() {
                return;
            }
            let applications = self.applications_with_numbers();
            fresh.directory.holders(&applications, &fresh.catalog)
        };
        let told = sms::numbers_of_each(&self.action, users).await;
        let mut fresh = self.fresh.borrow_mut();
        let Fresh {
            directory, untold, ..
        } = &mut *fresh;
        directory.settle_holders(untold, &told.into_iter().collect());
    }

    fn applications_with_numbers(&self) -> Vec<ApplicationId> {
        self.state.session.config.with_value(|config| {
            let applications = config.applications.iter().map(|each| &each.application);
            let with_numbers = applications.filter(|each| each.needs_number);
            with_numbers.map(|each| each.id).collect()
        })
    }

    async fn read_users(&self) -> Result<(), ApiError> {
        let mut shown = 0;
        let list = identity::users(self.account);
        let read = list
            .read(&self.action, |page| {
                let mut fresh = self.fresh.borrow_mut();
                fresh.users.count(&page);
                let Fresh {
                    directory, catalog, ..
                } = &mut *fresh;
                let users = page.items.into_iter().map(UserRecord::from);
                directory.add_users(users, catalog, decompose);
                drop(fresh);
                self.show_progress();
                let read = self.fresh.borrow().directory.users.len();
                if shown == 0 || read >= 2 * shown {
                    shown = read;
                    self.show_users();
                }
            })
            .await;
        let mut fresh = self.fresh.borrow_mut();
        fresh.users.end(read.missing, read.undecodable);
        if !read.gone.is_empty() {
            let is_there = |record: &UserRecord| !read.gone.contains(&record.id.as_u128());
            let Fresh {
                directory, catalog, ..
            } = &mut *fresh;
            directory.keep_users(is_there, catalog, decompose);
        }
        drop(fresh);
        self.show_users();
        match read.error {
            Some(error) if read.is_empty => Err(error),
            error => {
                self.fresh.borrow_mut().error = error;
                Ok(())
            }
        }
    }

    async fn read_licenses(&self) {
        let catalog = Arc::clone(&self.fresh.borrow().catalog);
        let list = entitlements::licenses(self.account);
        let read = list
            .read(&self.action, |page| {
                let mut fresh = self.fresh.borrow_mut();
                fresh.licenses.count(&page);
                let licenses = page.items.into_iter().map(LicenseRecord::from);
                fresh.directory.add_licenses(licenses, &catalog);
                drop(fresh);
                self.show_progress();
            })
            .await;
        let mut fresh = self.fresh.borrow_mut();
        fresh.licenses.end(read.missing, read.undecodable);
        fresh
            .directory
            .drop_licenses(|id| read.gone.contains(&id.as_u128()), &catalog);
        if read.error.is_none() {
            fresh.directory.licenses.mark_complete();
        }
        drop(fresh);
        self.show();
        // Users are there, so that something can be shown whatever is missing.
        let mut fresh = self.fresh.borrow_mut();
        fresh.error = fresh.error.take().or(read.error);
    }

    /// Without numbers the other applications work all the same, so that an error is shown and no more.
    async fn read_numbers(&self) {
        if self.applications_with_numbers().is_empty() {
            return;
        }
        match sms::numbers(&self.action, self.account).await {
            Ok((numbers, untold)) => {
                let mut fresh = self.fresh.borrow_mut();
                fresh.directory.numbers = numbers;
                fresh.untold = untold;
            }
            Err(error) => {
                if self.is_first {
                    let shown = Some(error.clone());
                    self.state
                        .reading
                        .update(|reading| reading.numbers_error = shown);
                }
                self.fresh.borrow_mut().numbers_error = Some(error);
            }
        }
    }

    fn show_progress(&self) {
        let fresh = self.fresh.borrow();
        self.state
            .reading
            .update(|reading| reading.count(&fresh.users, &fresh.licenses));
    }

    fn show_users(&self) {
        self.fresh.borrow_mut().directory.users.put_in_order();
        self.show();
    }

    /// Lets the views see a first load so far.
    fn show(&self) {
        if self.is_first {
            let directory = self.fresh.borrow().directory.clone();
            self.state.directory.set(directory);
        }
    }
}

impl Part {
    fn count<T>(&mut self, page: &Page<T>) {
        self.read = page.read;
        self.total = page.total.or(self.total);
    }

    fn end(&mut self, missing: usize, undecodable: Vec<DecodeError>) {
        self.missing = missing;
        self.undecodable = undecodable.into();
    }
}
