//! Numbers and campaigns of the SMS service.

use super::{FromJson, Item, assumed, key_of, object};
use crate::api::ApiError;
use crate::api::paging::Key;
use crate::domain::directory::{CampaignOf, Campaigns, NumberRecord, Numbers};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;
use crate::json::{Json, Object, Value, WrongField};

/// The carrier that numbers are provided by where the API does not say. Source: `star2star-js-ms-sdk` 4.16.0.
const PROVIDER: &str = "VI";
const COUNTRY: &str = "US";

/// What is told of one number: `GET /sms/provision/numbers/number/{number}`, or an item of the list (known; the names of
/// the fields are assumed).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NumberDetail {
    /// Who holds it.
    pub user: Option<UserId>,
    /// Whether it is told who holds it, be it nobody.
    pub is_holder_told: bool,
    /// The campaign that it belongs to.
    pub campaign: CampaignOf,
    provider: Option<String>,
    help_text: Option<String>,
    reference: Option<Reference>,
}

/// A customer's own reference for a number: a text or a number, and sent as it was read.
#[derive(Clone, PartialEq, Debug)]
enum Reference {
    Text(String),
    Number(f64),
}

impl Reference {
    /// From this on, two whole numbers may read as one.
    const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) if !text.is_empty() => Some(Self::Text(text.clone())),
            Value::Number(number) if number.abs() < Self::FIRST_INEXACT => {
                Some(Self::Number(*number))
            }
            _ => None,
        }
    }

    fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::text(text),
            Self::Number(number) => Json::number(*number),
        }
    }
}

impl FromJson for NumberDetail {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        Ok(Self {
            user: assumed(fields, "user_uuid"),
            is_holder_told: fields.has("user_uuid"),
            campaign: campaign_of(fields),
            provider: text(fields, "provider"),
            help_text: text(fields, "help_text"),
            reference: fields.get("reference_id").and_then(Reference::read),
        })
    }
}

/// A field that is there without a campaign says that there is none; one that is not there says nothing.
fn campaign_of(fields: Object) -> CampaignOf {
    match (fields.has("campaign_id"), text(fields, "campaign_id")) {
        (_, Some(id)) => CampaignOf::Campaign(id),
        (true, None) if fields.text("campaign_id").is_ok() => CampaignOf::None,
        (_, None) => CampaignOf::NotTold,
    }
}

/// An assumed text: a wrong or an empty one counts as absent.
fn text(fields: Object, name: &str) -> Option<String> {
    assumed(fields, name).filter(|text: &String| !text.is_empty())
}

/// A number of the account.
pub struct NumberItem {
    /// The number.
    pub number: Number,
    /// What is told of it; `None`: it is to be asked for.
    pub detail: Option<NumberDetail>,
}

/// An item of the list of numbers: the number alone, or an object about it (assumed).
impl Item for NumberItem {
    fn from_item(item: &Value) -> Option<Self> {
        if let Some(number) = item.as_text() {
            return Some(Self {
                number: number.parse().ok()?,
                detail: None,
            });
        }
        let fields = Object::new("", item).ok()?;
        Some(Self {
            number: fields.parsed("number").ok()??,
            detail: Some(NumberDetail::from_json(fields).ok()?),
        })
    }

    fn key(&self) -> Key {
        self.number.as_u64().into()
    }
}

/// The numbers, and those of which it is not told who holds them. A detail that could not be read costs that number's
/// detail, not the list.
pub fn listed(
    details: Vec<(Number, Result<NumberDetail, ApiError>)>,
    campaigns: &Campaigns,
) -> (Numbers, KeySet<Number>) {
    let mut untold = KeySet::default();
    let record = |(number, detail): (Number, Result<NumberDetail, ApiError>)| {
        let detail = detail.unwrap_or_default();
        if !detail.is_holder_told {
            untold.insert(number);
        }
        NumberRecord {
            number,
            holder: detail.user,
            state: campaigns.state_of(number, &detail.campaign),
        }
    };
    let numbers = Numbers::new(details.into_iter().map(record).collect());
    (numbers, untold)
}

/// The body of `POST /sms/provision`, which gives a number to a user (known). What is not known of the number is left
/// out, since an empty text would overwrite what the server has.
pub fn provisioning(
    account: AccountId,
    user: UserId,
    number: Number,
    detail: &NumberDetail,
) -> Json {
    let help_text = detail.help_text.as_ref().map(Json::text);
    let reference = detail.reference.as_ref().map(Reference::to_json);
    let optional = [("help_text", help_text), ("reference_id", reference)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    Json::object(
        transfer(account, user, number, detail)
            .into_iter()
            .chain([("is_campaign", Json::truth(true))])
            .chain(optional),
    )
}

/// The body of `POST /sms/deprovision`, which takes a number back from a user (known; that the number then stays with
/// the account is assumed).
pub fn deprovisioning(
    account: AccountId,
    user: UserId,
    number: Number,
    detail: &NumberDetail,
) -> Json {
    Json::object(transfer(account, user, number, detail))
}

fn transfer(
    account: AccountId,
    user: UserId,
    number: Number,
    detail: &NumberDetail,
) -> [(&'static str, Json); 5] {
    let provider = detail.provider.as_deref().unwrap_or(PROVIDER);
    [
        ("numbers", Json::texts([number.digits()])),
        ("account_uuid", Json::text(account)),
        ("user_uuid", Json::text(user)),
        ("provider", Json::text(provider)),
        ("country_format", Json::text(COUNTRY)),
    ]
}

/// A campaign of the SMS campaign registry (known, but for `status` and `numbers`).
pub struct Campaign {
    /// Its identifier.
    pub id: String,
    /// Its status, as the provider names it.
    pub status: Option<String>,
    /// The numbers that belong to it; `None`: the API does not tell them.
    pub numbers: Option<Vec<Number>>,
}

impl FromJson for Campaign {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let number = |item: &Value| item.as_text()?.parse().ok();
        let numbers = fields.get("numbers").and_then(Value::as_list);
        Ok(Self {
            id: fields
                .required("campaign_id", fields.text("campaign_id")?)?
                .to_owned(),
            status: text(fields, "status"),
            numbers: numbers.map(|items| items.iter().filter_map(number).collect()),
        })
    }
}

impl Item for Campaign {
    fn from_item(item: &Value) -> Option<Self> {
        object(item)
    }

    fn key(&self) -> Key {
        key_of(&self.id)
    }
}
