//! The identity service: users and their SMS aliases.

use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::paging::List;
use super::wire::{Identity, read};
use crate::json::Json;
use crate::model::ids::{AccountId, UserId};
use crate::model::number::Number;

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
        .ok_or_else(|| ApiError::Unreadable("account_uuid is missing".into()))
}

/// Makes a number the one that the messaging applications use for a user: a new alias, or in place of the old one.
///
/// # Errors
/// Every [`ApiError`].
pub async fn bind_alias(action: &Action, user: UserId, number: Number) -> Result<(), ApiError> {
    let body = Json::object([("sms", Json::text(number.digits()))]);
    match identity(action, user).await?.sms_alias {
        Some(old) if old.parse() == Ok(number) => return Ok(()),
        Some(old) => {
            let path = format!(
                "/identities/{user}/aliases/{}",
                js_sys::encode_uri_component(&old)
            );
            action
                .write(Method::PUT, Service::Identity, &path, body)
                .await?
        }
        None => {
            let path = format!("/identities/{user}/aliases");
            action
                .write(Method::POST, Service::Identity, &path, body)
                .await?
        }
    };
    Ok(())
}

/// The number that a user's SMS alias is bound to.
///
/// # Errors
/// Every [`ApiError`].
pub async fn alias(action: &Action, user: UserId) -> Result<Option<Number>, ApiError> {
    let alias = identity(action, user).await?.sms_alias;
    Ok(alias.and_then(|number| number.parse().ok()))
}

async fn identity(action: &Action, user: UserId) -> Result<Identity, ApiError> {
    let path = format!("/identities/{user}?include=alias&include=properties");
    read(&action.get(Service::Identity, &path).await?)
}
