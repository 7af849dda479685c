//! The SMS service: the account's numbers and the campaigns that they belong to.

use futures_util::FutureExt;
use gloo_net::http::Method;

use super::ApiError;
use super::client::{Action, Service};
use super::entitlements::whole;
use super::paging::{List, Pages, both};
use super::wire::{Campaign, NumberDetail, NumberItem, number_item, object, read};
use crate::json::Json;
use crate::model::directory::{Campaigns, NumberRecord, Numbers};
use crate::model::ids::{AccountId, UserId};
use crate::model::keyed::KeyMap;
use crate::model::number::Number;

/// The carrier that numbers are provided by where the API does not say. Source: `star2star-js-ms-sdk` 4.16.0.
const PROVIDER: &str = "VI";
const COUNTRY: &str = "US";

/// The account's numbers, each with its state.
///
/// # Errors
/// The error of the first page that could not be read.
pub async fn numbers(action: &Action, account: AccountId) -> Result<Numbers, ApiError> {
    let mut campaigns = Vec::new();
    let mut listed = KeyMap::default();
    let campaign_list = async {
        let list = list(format!("/10dlc/customers/{account}/campaigns"));
        let read = list.read(action, Pages::All, object::<Campaign>, |page| {
            for campaign in page.items {
                for number in campaign.numbers {
                    listed.insert(number, campaign.id.clone());
                }
                campaigns.push((campaign.id, campaign.status));
            }
        });
        whole(read.await)
    };
    let mut items: Vec<NumberItem> = Vec::new();
    let number_list = async {
        let list = list(format!("/provision/numbers/account/{account}"));
        whole(
            list.read(action, Pages::All, number_item, |page| {
                items.extend(page.items)
            })
            .await,
        )
    };
    both(campaign_list.boxed_local(), number_list.boxed_local()).await?;
    let campaigns = Campaigns::new(campaigns);
    let details = details(action, items).await?;
    Ok(Numbers::new(
        details
            .into_iter()
            .map(|detail| {
                let campaign = detail
                    .campaign
                    .as_ref()
                    .or_else(|| listed.get(&detail.number));
                NumberRecord {
                    number: detail.number,
                    holder: detail.user,
                    state: campaigns.state_of(campaign.map(String::as_str)),
                }
            })
            .collect(),
    ))
}

/// The numbers of one user, read now, and tried once.
///
/// # Errors
/// The error of the first page that could not be read.
pub async fn numbers_of(action: &Action, user: UserId) -> Result<Vec<Number>, ApiError> {
    let mut numbers = Vec::new();
    let missing = list(format!("/provision/numbers/user/{user}"))
        .at_once()
        .read(action, Pages::All, number_item, |page| {
            numbers.extend(page.items.iter().map(NumberItem::number));
        })
        .await;
    whole(missing).map(|()| numbers)
}

/// Of numbers that the list tells nothing about, each is asked after.
async fn details(action: &Action, items: Vec<NumberItem>) -> Result<Vec<NumberDetail>, ApiError> {
    let mut details = Vec::new();
    for item in items {
        details.push(match item {
            NumberItem::Known(detail) => detail,
            NumberItem::Bare(number) => detail(action, number).await?,
        });
    }
    Ok(details)
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
    let both_ways = transfer(account, user, &detail);
    let reference = detail.reference.or(detail.campaign).unwrap_or_default();
    let help_text = detail.help_text.unwrap_or_default();
    let body = both_ways.into_iter().chain([
        ("is_campaign", Json::truth(true)),
        ("help_text", Json::text(help_text)),
        ("reference_id", Json::text(reference)),
    ]);
    action
        .write(Method::POST, Service::Sms, "/provision", Json::object(body))
        .await
        .map(drop)
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
    let body = transfer(account, user, &detail);
    action
        .write(
            Method::POST,
            Service::Sms,
            "/deprovision",
            Json::object(body),
        )
        .await
        .map(drop)
}

/// What giving a number and taking it back have in common.
fn transfer(account: AccountId, user: UserId, detail: &NumberDetail) -> [(&'static str, Json); 5] {
    [
        ("numbers", Json::texts([detail.number.digits()])),
        ("account_uuid", Json::text(account)),
        ("user_uuid", Json::text(user)),
        (
            "provider",
            Json::text(detail.provider.as_deref().unwrap_or(PROVIDER)),
        ),
        ("country_format", Json::text(COUNTRY)),
    ]
}

fn list(path: String) -> List {
    List::new(Service::Sms, path)
}
