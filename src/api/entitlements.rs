//! The entitlements service: license types and licenses.

use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::paging::{List, MissingPage, Pages};
use super::wire::{
    Entitlement, Metadata, NewEntitlement, Product, SwitchedOff, SwitchedOffProduct, SwitchedOffType,
};
use crate::model::catalog::Catalog;
use crate::model::directory::LicenseRecord;
use crate::model::ids::{AccountId, LicenseId, UserId};
use crate::run::Assignment;

/// The account's licenses, as [`Entitlement`] items.
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
        .read::<Product>(action, Pages::All, |page| {
            types.extend(page.items.into_iter().map(|product| product.into_license_type(&off)));
        })
        .await;
    whole(missing).map(|()| Catalog::new(types))
}

async fn switched_off(action: &Action, account: AccountId) -> Result<SwitchedOff, ApiError> {
    let mut off = SwitchedOff::default();
    let products = list(format!("/accounts/{account}/disable/products"));
    let types = list(format!("/accounts/{account}/disable/product_types"));
    let products = products.read::<SwitchedOffProduct>(action, Pages::All, |page| {
        off.products.extend(page.items.into_iter().map(SwitchedOffProduct::id));
    });
    let types = types.read::<SwitchedOffType>(action, Pages::All, |page| {
        off.types.extend(page.items.into_iter().map(SwitchedOffType::name));
    });
    let (products, types) = futures_util::future::join(products, types).await;
    whole(products)?;
    whole(types)?;
    Ok(off)
}

/// What one user holds, read now.
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
        .read::<Entitlement>(action, Pages::All, |page| {
            unreadable += page.unreadable;
            held.extend(page.items.into_iter().map(LicenseRecord::from));
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
pub async fn assign(action: &Action, account: AccountId, batch: &[Assignment]) -> Result<(), ApiError> {
    let body: Vec<NewEntitlement> = batch
        .iter()
        .map(|each| NewEntitlement {
            account_uuid: account,
            user_uuid: each.user,
            product_uuid: each.product,
            metadata: Metadata { sms_number: each.number },
        })
        .collect();
    bulk(action, Method::POST, &body).await
}

/// Removes licenses. The answer is an acknowledgement and proves nothing of any item.
///
/// # Errors
/// Every [`ApiError`].
pub async fn remove(action: &Action, licenses: &[LicenseId]) -> Result<(), ApiError> {
    bulk(action, Method::DELETE, &licenses).await
}

async fn bulk(action: &Action, method: Method, body: &impl serde::Serialize) -> Result<(), ApiError> {
    action.write(method, Service::Entitlements, "/users/entitlements/bulk", body).await.map(drop)
}

fn list(path: String) -> List {
    List { service: Service::Entitlements, path }
}

/// A list of which a page is missing is no list.
fn whole(missing: Vec<MissingPage>) -> Result<(), ApiError> {
    missing.into_iter().next().map_or(Ok(()), |page| Err(page.error))
}
