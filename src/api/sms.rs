//! The SMS service: the account's numbers and the campaigns that they belong to.

use futures_util::{FutureExt, StreamExt, stream};
use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::list::{List, both};
use super::paging::AT_ONCE;
use super::wire::{Campaign, NumberDetail, NumberItem, Page, deprovisioning, provisioning, read};
use crate::json::Json;
use crate::model::directory::{Campaigns, NumberRecord, Numbers};
use crate::model::ids::{AccountId, UserId};
use crate::model::keyed::KeySet;
use crate::model::number::Number;

/// The account's numbers, each with its state, and those of which it is not told who holds them.
///
/// # Errors
/// The error of the first page that could not be read. A number whose details cannot be read is listed without them.
pub async fn numbers(
    action: &Action,
    account: AccountId,
) -> Result<(Numbers, KeySet<Number>), ApiError> {
    let mut campaigns = Campaigns::default();
    let campaign_list = async {
        let list = list(format!("/10dlc/customers/{account}/campaigns"));
        let read = list.read(action, |page: Page<Campaign>| {
            for Campaign {
                id,
                status,
                numbers,
            } in page.items
            {
                campaigns.add(id, status.as_deref(), numbers);
            }
        });
        read.await.error.map_or(Ok(()), Err)
    };
    let mut items: Vec<NumberItem> = Vec::new();
    let number_list = async {
        let list = list(format!("/provision/numbers/account/{account}"));
        let read = list.read(action, |page| items.extend(page.items));
        read.await.error.map_or(Ok(()), Err)
    };
    both(campaign_list.boxed_local(), number_list.boxed_local()).await?;
    let record = |(number, detail): (Number, NumberDetail)| NumberRecord {
        number,
        holder: detail.user,
        state: campaigns.state_of(number, &detail.campaign),
    };
    let details = details(action, items).await;
    let untold = details
        .iter()
        .filter(|(_, detail)| !detail.is_holder_told)
        .map(|(number, _)| *number)
        .collect();
    let numbers = Numbers::new(details.into_iter().map(record).collect());
    Ok((numbers, untold))
}

/// The numbers of one user, read now, and tried once.
///
/// # Errors
/// Those of [`List::read_whole`].
pub async fn numbers_of(action: &Action, user: UserId) -> Result<Vec<Number>, ApiError> {
    let list = list(format!("/provision/numbers/user/{user}")).at_once();
    let items: Vec<NumberItem> = list.read_whole(action).await?;
    Ok(items.into_iter().map(|item| item.number).collect())
}

/// Of numbers that the list tells nothing about, each is asked after. One that fails stays without details.
async fn details(action: &Action, items: Vec<NumberItem>) -> Vec<(Number, NumberDetail)> {
    let asked = items.into_iter().map(|item| async move {
        let detail = match item.detail {
            Some(detail) => Some(detail),
            None => detail(action, item.number).await.ok(),
        };
        (item.number, detail.unwrap_or_default())
    });
    stream::iter(asked).buffered(AT_ONCE).collect().await
}

async fn detail(action: &Action, number: Number) -> Result<NumberDetail, ApiError> {
    let path = format!("/provision/numbers/number/{}", number.digits());
    read(&action.get(Service::Sms, &path).await?)
}

/// Gives a number to a user.
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
    let body = provisioning(account, user, number, &detail);
    write(action, "/provision", body).await
}

/// Takes a number back from a user. That it stays with the account is assumed.
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
    let body = deprovisioning(account, user, number, &detail);
    write(action, "/deprovision", body).await
}

async fn write(action: &Action, path: &str, body: Json) -> Result<(), ApiError> {
    let written = action.write(Method::POST, Service::Sms, path, Some(body));
    written.await.map(drop)
}

fn list(path: String) -> List {
    List::new(Service::Sms, path)
}
