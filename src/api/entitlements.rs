//! The entitlements service: license types and licenses.

use futures_util::FutureExt;
use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::paging::{List, MissingPage, Pages, both};
use super::wire::{
    Product, SwitchedOff, new_entitlement, object, switched_off_product, switched_off_type,
};
use crate::json::Json;
use crate::model::catalog::Catalog;
use crate::model::directory::LicenseRecord;
use crate::model::ids::{AccountId, LicenseId, UserId};
use crate::run::Assignment;

/// The account's licenses.
pub fn licenses(account: AccountId) -> List {
    list(format!("/accounts/{account}/entitlements"))
}

/// All license types, with what is switched off for the account.
///
/// # Errors
/// The error of the first page that could not be read.
pub async fn catalog(action: &Action, account: AccountId) -> Result<Catalog, ApiError> {
    let off = switched_off(action, account).await?;
    let mut types = Vec::new();
    let missing = list("/products".into())
        .read(action, Pages::All, object::<Product>, |page| {
            types.extend(
                page.items
                    .into_iter()
                    .map(|product| product.into_license_type(&off)),
            );
        })
        .await;
    whole(missing).map(|()| Catalog::new(types))
}

async fn switched_off(action: &Action, account: AccountId) -> Result<SwitchedOff, ApiError> {
    let mut off = SwitchedOff::default();
    let SwitchedOff { products, types } = &mut off;
    let product_list = async {
        let list = list(format!("/accounts/{account}/disable/products"));
        let read = list.read(action, Pages::All, switched_off_product, |page| {
            products.extend(page.items)
        });
        whole(read.await)
    };
    let type_list = async {
        let list = list(format!("/accounts/{account}/disable/product_types"));
        let read = list.read(action, Pages::All, switched_off_type, |page| {
            types.extend(page.items)
        });
        whole(read.await)
    };
    both(product_list.boxed_local(), type_list.boxed_local()).await?;
    Ok(off)
}

/// What one user holds, read now, and tried once.
///
/// # Errors
/// The error of the first page that could not be read; [`ApiError::Unreadable`] when an item cannot be read, since
/// what cannot be read proves nothing.
pub async fn licenses_of(
    action: &Action,
    account: AccountId,
    user: UserId,
) -> Result<Vec<LicenseRecord>, ApiError> {
    let mut held = Vec::new();
    let mut unreadable = 0;
    let missing = list(format!("/users/{user}/entitlements?account_uuid={account}"))
        .at_once()
        .read(action, Pages::All, object::<LicenseRecord>, |page| {
            unreadable += page.unreadable;
            held.extend(page.items);
        })
        .await;
    whole(missing)?;
    if unreadable > 0 {
        return Err(ApiError::Unreadable(format!("{unreadable} licenses")));
    }
    Ok(held)
}

/// Assigns licenses. The answer is an acknowledgement and proves nothing of any item.
///
/// # Errors
/// Every [`ApiError`].
pub async fn assign(
    action: &Action,
    account: AccountId,
    batch: &[Assignment],
) -> Result<(), ApiError> {
    let items = batch.iter().map(|each| new_entitlement(account, each));
    bulk(action, Method::POST, Json::list(items)).await
}

/// Removes licenses. The answer is an acknowledgement and proves nothing of any item.
///
/// # Errors
/// Every [`ApiError`].
pub async fn remove(action: &Action, licenses: &[LicenseId]) -> Result<(), ApiError> {
    bulk(action, Method::DELETE, Json::texts(licenses)).await
}

async fn bulk(action: &Action, method: Method, body: Json) -> Result<(), ApiError> {
    action
        .write(
            method,
            Service::Entitlements,
            "/users/entitlements/bulk",
            body,
        )
        .await
        .map(drop)
}

fn list(path: String) -> List {
    List::new(Service::Entitlements, path)
}

/// A list of which a page is missing is no list.
pub(super) fn whole(missing: Vec<MissingPage>) -> Result<(), ApiError> {
    missing
        .into_iter()
        .next()
        .map_or(Ok(()), |page| Err(page.error))
}
