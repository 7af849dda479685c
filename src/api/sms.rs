//! The SMS service: the account's numbers and their campaigns.

use futures_util::{FutureExt, StreamExt, stream};
use serde::Serialize;

use super::ApiError;
use super::client::{Action, Service};
use super::dto::{
    Campaign, Deprovisioning, Item, NumberDetail, NumberItem, Provisioning, with_details,
};
use super::list::{List, Page, both};
use super::paging::AT_ONCE;
use super::transport::Method;
use crate::decode::decode;
use crate::domain::directory::{Campaigns, Numbers};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// The account's numbers, each with its state, and those whose holder the API does not name.
///
/// # Errors
/// The error of the first page that could not be read. A number whose details cannot be read is kept without them.
pub async fn numbers(
    action: &Action,
    account: AccountId,
) -> Result<(Numbers, KeySet<Number>), ApiError> {
    let mut campaigns = Campaigns::default();
    let campaign_list = async {
        let list = list(format!("/10dlc/customers/{account}/campaigns"));
        let read = list.read(action, |page: Page<Campaign>| {
            for campaign in page.items {
                campaign.add_to(&mut campaigns);
            }
        });
        read.await.error.map_or(Ok(()), Err)
    };
    let mut items: Vec<NumberItem> = Vec::new();
    let number_list = async {
        let list = list(format!("/provision/numbers/account/{account}"));
        let read = list.read(action, |page: Page<NumberItem>| items.extend(page.items));
        read.await.error.map_or(Ok(()), Err)
    };
    both(campaign_list.boxed_local(), number_list.boxed_local()).await?;
    Ok(with_details(details(action, items).await, &campaigns))
}

/// The numbers of one user, read once, without retries.
///
/// # Errors
/// Those of [`List::read_whole`].
pub async fn numbers_of(action: &Action, user: UserId) -> Result<Vec<Number>, ApiError> {
    let items = numbers_of_user(user).at_once().read_whole(action).await?;
    Ok(numbers_in(items))
}

/// The numbers of each of these users, as far as they can be read; a few users are requested at once.
pub async fn numbers_of_each(
    action: &Action,
    users: impl IntoIterator<Item = UserId>,
) -> Vec<(UserId, Vec<Number>)> {
    let asked = users.into_iter().map(|user| async move {
        let items = numbers_of_user(user).read_whole(action).await.ok()?;
        Some((user, numbers_in(items)))
    });
    let read = stream::iter(asked).buffered(AT_ONCE);
    read.filter_map(std::future::ready).collect().await
}

fn numbers_of_user(user: UserId) -> List<NumberItem> {
    list(format!("/provision/numbers/user/{user}"))
}

fn numbers_in(items: Vec<NumberItem>) -> Vec<Number> {
    items.into_iter().map(|item| item.number).collect()
}

/// Requests the details of each number that the list has without them. A number whose details cannot be read is kept
/// without them.
async fn details(action: &Action, items: Vec<NumberItem>) -> Vec<(Number, NumberDetail)> {
    let asked = items.into_iter().map(|item| async move {
        let detail = match item.detail {
            Some(detail) => detail,
            None => detail(action, item.number).await.unwrap_or_default(),
        };
        (item.number, detail)
    });
    stream::iter(asked).buffered(AT_ONCE).collect().await
}

async fn detail(action: &Action, number: Number) -> Result<NumberDetail, ApiError> {
    let path = format!("/provision/numbers/number/{}", number.digits());
    Ok(decode(&action.get(Service::Sms, &path).await?)?)
}

/// Assigns a number to a user.
///
/// # Errors
/// Every [`ApiError`].
pub async fn give(
    action: &Action,
    account: AccountId,
    user: UserId,
    number: Number,
) -> Result<(), ApiError> {
    let detail = detail(action, number).await?;
    let body = Provisioning::new(account, user, number, detail);
    write(action, "/provision", &body).await
}

/// Releases a user's number. That it stays with the account is assumed.
///
/// # Errors
/// Every [`ApiError`].
pub async fn take(
    action: &Action,
    account: AccountId,
    user: UserId,
    number: Number,
) -> Result<(), ApiError> {
    let detail = detail(action, number).await?;
    let body = Deprovisioning::new(account, user, number, detail);
    write(action, "/deprovision", &body).await
}

async fn write(action: &Action, path: &str, body: &impl Serialize) -> Result<(), ApiError> {
    action
        .write(Method::Post, Service::Sms, path, Some(body))
        .await
}

fn list<T: Item>(path: String) -> List<T> {
    List::new(Service::Sms, path)
}
