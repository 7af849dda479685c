//! The rest of a load: license types, licenses and numbers. Part of the second module.

use std::rc::Rc;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::wasm_split::{self, SplitLoaderError};

use super::load::Load;
use crate::api::{ApiError, entitlements, sms};
use crate::domain::catalog::Catalog;
use crate::domain::directory::{LicenseRecord, Numbers};
use crate::domain::ids::ApplicationId;
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// Reads the license types, after the texts of this module, without which nothing of it can be shown.
#[wasm_split::wasm_split(dock, fallible, wasm_split_path = ::leptos::wasm_split)]
pub(super) fn license_types(
    load: Rc<Load>,
) -> Result<LocalBoxFuture<'static, Result<(), ApiError>>, ApiError> {
    Ok(async move {
        load.state.session.load_texts().await?;
        load.read_types().await
    }
    .boxed_local())
}

/// Reads licenses and numbers.
#[wasm_split::wasm_split(dock, fallible, wasm_split_path = ::leptos::wasm_split)]
pub(super) fn licenses_and_numbers(
    load: Rc<Load>,
) -> Result<LocalBoxFuture<'static, ()>, ApiError> {
    Ok(async move {
        let ((), numbers) = join(load.read_licenses(), load.read_numbers()).await;
        if let Some((numbers, unknown_holders)) = numbers {
            load.settle_numbers(numbers, unknown_holders).await;
        }
    }
    .boxed_local())
}

/// The module comes from the page's own server.
impl From<SplitLoaderError> for ApiError {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unreachable
    }
}

impl Load {
    async fn read_types(&self) -> Result<(), ApiError> {
        let catalog = entitlements::catalog(&self.action, self.account).await?;
        let catalog: Arc<Catalog> = catalog.into();
        if self.is_first {
            self.state.catalog.set(Arc::clone(&catalog));
        }
        self.fresh.borrow_mut().catalog = catalog;
        Ok(())
    }

    async fn read_licenses(&self) {
        let list = entitlements::licenses(self.account);
        let read = list
            .read(&self.action, |page| {
                self.fresh.borrow_mut().licenses.count(&page);
                let licenses = page.items.into_iter().map(LicenseRecord::from);
                self.with_directory(|directory, catalog| directory.add_licenses(licenses, catalog));
                self.show_progress();
            })
            .await;
        self.fresh
            .borrow_mut()
            .licenses
            .end(read.missing, read.undecodable);
        self.with_directory(|directory, catalog| {
            if !read.gone.is_empty() {
                directory.drop_licenses(|id| read.gone.contains(&id.as_u128()), catalog);
            }
            if read.error.is_none() {
                directory.mark_licenses_complete();
            }
        });
        self.show();
        // The users are loaded, so an error here does not fail the whole load.
        let mut fresh = self.fresh.borrow_mut();
        fresh.error = fresh.error.take().or(read.error);
    }

    /// The numbers, and those whose holder the list does not name. Other applications work without numbers, so an error
    /// is only reported.
    async fn read_numbers(&self) -> Option<(Numbers, KeySet<Number>)> {
        if self.applications_with_numbers().is_empty() {
            return None;
        }
        match sms::numbers(&self.action, self.account).await {
            Ok(numbers) => Some(numbers),
            Err(error) => {
                if self.is_first {
                    let shown = Some(error.clone());
                    self.state
                        .load_state
                        .update(|load_state| load_state.numbers_error = shown);
                }
                self.fresh.borrow_mut().numbers_error = Some(error);
                None
            }
        }
    }

    /// Where the list of numbers does not name holders, reads the numbers of each user with a license that needs one.
    /// Until then, all numbers are left out: one whose holder is not known would seem to be available.
    async fn settle_numbers(&self, numbers: Numbers, unknown_holders: KeySet<Number>) {
        let mut holdings = Vec::new();
        if !unknown_holders.is_empty() {
            let applications = self.applications_with_numbers();
            let holders =
                self.with_directory(|directory, catalog| directory.holders(&applications, catalog));
            holdings = sms::numbers_of_each(&self.action, holders).await;
        }
        let holdings = holdings.into_iter().collect();
        self.with_directory(|directory, _| {
            directory.numbers = Arc::new(numbers);
            directory.settle_holders(&unknown_holders, &holdings);
        });
    }

    fn applications_with_numbers(&self) -> Vec<ApplicationId> {
        self.state.session.config.with_value(|config| {
            let applications = config.applications.iter().map(|each| &each.application);
            let with_numbers = applications.filter(|each| each.needs_number);
            with_numbers.map(|each| each.id).collect()
        })
    }
}
