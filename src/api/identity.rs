//! The identity service: users and their SMS aliases.

use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::list::List;
use super::wire::{Identity, binding, read};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::number::Number;

/// The account's users.
pub fn users(account: AccountId) -> List {
    List::new(Service::Identity, format!("/accounts/{account}/identities"))
}

/// Whoever is signed in. Asked once.
///
/// # Errors
/// Every [`ApiError`].
pub async fn administrator(action: &Action) -> Result<UserId, ApiError> {
    action.administrator().await
}

/// The account of whoever is signed in.
///
/// # Errors
/// Every [`ApiError`]; [`ApiError::Unreadable`] when the identity names no account.
pub async fn own_account(action: &Action) -> Result<AccountId, ApiError> {
    identity(action, administrator(action).await?)
        .await?
        .account
        .ok_or_else(|| ApiError::unreadable("account_uuid is missing"))
}

/// Makes a number the one that the messaging applications use for a user: a new alias, or in place of the old one.
///
/// # Errors
/// Every [`ApiError`].
pub async fn bind_alias(action: &Action, user: UserId, number: Number) -> Result<(), ApiError> {
    let alias = identity(action, user).await?.sms_alias;
    let Some(call) = binding(user, alias.as_ref(), number) else {
        return Ok(());
    };
    let (method, body) = match call.body {
        Some(body) => (Method::POST, Some(body)),
        None => (Method::PUT, None),
    };
    action
        .write(method, Service::Identity, &call.path, body)
        .await
        .map(drop)
}

/// The number that a user's SMS alias is bound to.
///
/// # Errors
/// Every [`ApiError`].
pub async fn alias(action: &Action, user: UserId) -> Result<Option<Number>, ApiError> {
    let alias = identity(action, user).await?.sms_alias;
    Ok(alias.and_then(|alias| alias.number()))
}

async fn identity(action: &Action, user: UserId) -> Result<Identity, ApiError> {
    let path = format!("/identities/{user}?include=alias&include=properties");
    read(&action.get(Service::Identity, &path).await?)
}
