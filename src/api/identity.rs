//! The identity service: users and their SMS aliases.

use super::ApiError;
use super::client::{Action, Service};
use super::dto::{Identity, User, binding};
use super::list::List;
use super::transport::Method;
use crate::decode::{ByText, DecodeError, Object, decode};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::number::Number;

/// The account's users.
pub fn users(account: AccountId) -> List<User> {
    List::new(Service::Identity, format!("/accounts/{account}/identities"))
}

/// The signed-in administrator. Requested once.
///
/// # Errors
/// Every [`ApiError`].
pub async fn administrator(action: &Action) -> Result<UserId, ApiError> {
    action.administrator().await
}

/// The account of the signed-in user.
///
/// # Errors
/// Every [`ApiError`]; [`ApiError::Unreadable`] when the identity names no account.
pub async fn own_account(action: &Action) -> Result<AccountId, ApiError> {
    let identity = identity(action, administrator(action).await?).await?;
    match identity.account_uuid {
        Some(ByText(account)) => Ok(account),
        None => Err(DecodeError::new("account_uuid", "is missing").into()),
    }
}

/// Sets the number that the messaging applications use for a user: creates the alias or replaces it.
///
/// # Errors
/// Every [`ApiError`].
pub async fn bind_alias(action: &Action, user: UserId, number: Number) -> Result<(), ApiError> {
    let alias = identity(action, user).await?.sms_alias();
    let Some(call) = binding(user, alias.as_ref(), number) else {
        return Ok(());
    };
    let method = match call.body {
        Some(_) => Method::Post,
        None => Method::Put,
    };
    action
        .write(method, Service::Identity, &call.path, call.body.as_ref())
        .await
}

/// The number of a user's SMS alias.
///
/// # Errors
/// Every [`ApiError`].
pub async fn alias(action: &Action, user: UserId) -> Result<Option<Number>, ApiError> {
    let alias = identity(action, user).await?.sms_alias();
    Ok(alias.and_then(|alias| alias.number()))
}

async fn identity(action: &Action, user: UserId) -> Result<Identity, ApiError> {
    let path = format!("/identities/{user}?include=alias&include=properties");
    let Object(identity) = decode(&action.get(Service::Identity, &path).await?)?;
    Ok(identity)
}
