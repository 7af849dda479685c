//! The entitlements service: license types and licenses.

use futures_util::FutureExt;
use serde::Serialize;

use super::ApiError;
use super::client::{Action, Service};
use super::dto::{
    Item, License, NewEntitlement, OffProduct, OffType, Product, RemovedLicense, SwitchedOff,
};
use super::list::{List, Page, both};
use super::transport::Method;
use crate::domain::catalog::Catalog;
use crate::domain::directory::LicenseRecord;
use crate::domain::ids::{AccountId, LicenseId, UserId};
use crate::engine::{Assignment, LicensePage};

/// The account's licenses.
pub fn licenses(account: AccountId) -> List<License> {
    list(format!("/accounts/{account}/entitlements"))
}

/// All license types, including those disabled for the account.
///
/// # Errors
/// The error of the first page that could not be read.
pub async fn catalog(action: &Action, account: AccountId) -> Result<Catalog, ApiError> {
    let off = switched_off(action, account).await?;
    let mut types = Vec::new();
    let read = list("/products".into())
        .read(action, |page: Page<Product>| {
            let products = page.items.into_iter();
            types.extend(products.map(|product| product.into_license_type(&off)));
        })
        .await;
    read.error.map_or_else(|| Ok(Catalog::new(types)), Err)
}

async fn switched_off(action: &Action, account: AccountId) -> Result<SwitchedOff, ApiError> {
    let mut off = SwitchedOff::default();
    let SwitchedOff { products, types } = &mut off;
    let product_list = async {
        let list = list(format!("/accounts/{account}/disable/products"));
        let read = list.read(action, |page: Page<OffProduct>| {
            products.extend(page.items.into_iter().map(|OffProduct(id)| id));
        });
        read.await.error.map_or(Ok(()), Err)
    };
    let type_list = async {
        let list = list(format!("/accounts/{account}/disable/product_types"));
        let read = list.read(action, |page: Page<OffType>| {
            types.extend(page.items.into_iter().map(|OffType(name)| name));
        });
        read.await.error.map_or(Ok(()), Err)
    };
    both(product_list.boxed_local(), type_list.boxed_local()).await?;
    Ok(off)
}

/// The licenses of one user, read once, without retries.
///
/// # Errors
/// Those of [`List::read_whole`].
pub async fn licenses_of(
    action: &Action,
    account: AccountId,
    user: UserId,
) -> Result<Vec<LicenseRecord>, ApiError> {
    let list: List<License> = list(format!("/users/{user}/entitlements?account_uuid={account}"));
    let licenses = list.at_once().read_whole(action).await?;
    Ok(licenses.into_iter().map(LicenseRecord::from).collect())
}

/// A page of the account's licenses, read once, without retries. Licenses that cannot be decoded are left out.
///
/// # Errors
/// Those of [`List::read_page`].
pub async fn license_page(
    action: &Action,
    account: AccountId,
    offset: usize,
) -> Result<LicensePage, ApiError> {
    let listed = licenses(account)
        .at_once()
        .read_page(action, offset)
        .await?;
    Ok(LicensePage {
        licenses: listed.items.into_iter().map(LicenseRecord::from).collect(),
        total: listed.total,
    })
}

/// Assigns licenses. The response only acknowledges the request; it says nothing about the items.
///
/// # Errors
/// Every [`ApiError`].
pub async fn assign(
    action: &Action,
    account: AccountId,
    batch: &[Assignment],
) -> Result<(), ApiError> {
    let items = batch.iter().map(|each| NewEntitlement::new(account, each));
    bulk(action, Method::Post, items.collect::<Vec<_>>()).await
}

/// Removes licenses. The response only acknowledges the request; it says nothing about the items.
///
/// # Errors
/// Every [`ApiError`].
pub async fn remove(action: &Action, licenses: &[LicenseId]) -> Result<(), ApiError> {
    let items = licenses.iter().copied().map(RemovedLicense::from);
    bulk(action, Method::Delete, items.collect::<Vec<_>>()).await
}

async fn bulk(action: &Action, method: Method, items: impl Serialize) -> Result<(), ApiError> {
    let path = "/users/entitlements/bulk";
    action
        .write(method, Service::Entitlements, path, Some(&items))
        .await
}

fn list<T: Item>(path: String) -> List<T> {
    List::new(Service::Entitlements, path)
}
