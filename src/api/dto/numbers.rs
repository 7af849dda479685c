//! Numbers and campaigns of the SMS service.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Item, key_of};
use crate::api::ApiError;
use crate::api::paging::Key;
use crate::decode::{Assumed, ByText, DecodeError, Object, TextOr, decode};
use crate::domain::directory::{CampaignOf, Campaigns, NumberRecord, Numbers};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// The carrier that numbers are provided by where the API does not say. Source: `star2star-js-ms-sdk` 4.16.0.
const PROVIDER: &str = "VI";
const COUNTRY: &str = "US";

/// The fields of a number (all assumed).
#[derive(Deserialize)]
struct NumberFields {
    #[serde(default)]
    number: Assumed<ByText<Number>>,
    #[serde(default)]
    user_uuid: Assumed<ByText<UserId>>,
    #[serde(default)]
    campaign_id: Assumed<String>,
    #[serde(default)]
    provider: Assumed<String>,
    #[serde(default)]
    help_text: Assumed<String>,
    #[serde(default)]
    reference_id: Assumed<Box<RawValue>>,
}

/// What is told of one number: `GET /sms/provision/numbers/number/{number}`, or an item of the list (known; the names of
/// the fields are assumed).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Object<NumberFields>")]
pub struct NumberDetail {
    /// Who holds it.
    pub user: Option<UserId>,
    /// Whether it is told who holds it, be it nobody.
    pub is_holder_told: bool,
    /// The campaign that it belongs to.
    pub campaign: CampaignOf,
    provider: Option<String>,
    help_text: Option<String>,
    /// The customer's own reference, sent as it was read.
    reference: Option<Box<RawValue>>,
}

impl From<Object<NumberFields>> for NumberDetail {
    fn from(Object(fields): Object<NumberFields>) -> Self {
        Self {
            is_holder_told: fields.user_uuid != Assumed::Absent,
            user: fields.user_uuid.told().map(|ByText(user)| user),
            campaign: campaign_of(fields.campaign_id),
            provider: text(fields.provider),
            help_text: text(fields.help_text),
            reference: fields
                .reference_id
                .told()
                .filter(|value| is_reference(value)),
        }
    }
}

/// A field that is there without a campaign says that there is none; one that is not there says nothing.
fn campaign_of(id: Assumed<String>) -> CampaignOf {
    match id {
        Assumed::Told(id) if !id.is_empty() => CampaignOf::Campaign(id),
        Assumed::Told(_) | Assumed::Null => CampaignOf::None,
        Assumed::Absent | Assumed::Wrong => CampaignOf::NotTold,
    }
}

/// An assumed text: an empty one counts as absent.
fn text(field: Assumed<String>) -> Option<String> {
    field.told().filter(|text| !text.is_empty())
}

/// Whether a customer's own reference for a number says something: a text or a number.
fn is_reference(value: &RawValue) -> bool {
    let text = value.get();
    text != "\"\"" && text.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
}

/// A number of the account: the number alone, or an object about it (assumed).
#[derive(Deserialize)]
#[serde(try_from = "TextOr<NumberFields>")]
pub struct NumberItem {
    /// The number.
    pub number: Number,
    /// What is told of it; `None`: it is to be asked for.
    pub detail: Option<NumberDetail>,
}

impl TryFrom<TextOr<NumberFields>> for NumberItem {
    type Error = String;

    fn try_from(item: TextOr<NumberFields>) -> Result<Self, String> {
        match item {
            TextOr::Text(number) => Ok(Self {
                number: number.parse().map_err(|error| format!("{error}"))?,
                detail: None,
            }),
            TextOr::Object(fields) => {
                let ByText(number) = fields.number.told().ok_or("number is not right")?;
                Ok(Self {
                    number,
                    detail: Some(Object(fields).into()),
                })
            }
        }
    }
}

impl Item for NumberItem {
    fn decode(text: &str) -> Result<Self, DecodeError> {
        decode(text)
    }

    fn key(&self) -> Key {
        self.number.as_u64().into()
    }
}

/// The numbers, and those of which it is not told who holds them. A detail that could not be read costs that number's
/// detail, not the list.
pub fn with_details(
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
#[derive(Serialize)]
pub struct Provisioning {
    numbers: [String; 1],
    account_uuid: ByText<AccountId>,
    user_uuid: ByText<UserId>,
    provider: String,
    country_format: &'static str,
    is_campaign: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_id: Option<Box<RawValue>>,
}

impl Provisioning {
    /// Gives the number that is told of like this.
    pub fn new(account: AccountId, user: UserId, number: Number, detail: NumberDetail) -> Self {
        Self {
            numbers: [number.digits()],
            account_uuid: ByText(account),
            user_uuid: ByText(user),
            provider: detail.provider.unwrap_or_else(|| PROVIDER.to_owned()),
            country_format: COUNTRY,
            is_campaign: true,
            help_text: detail.help_text,
            reference_id: detail.reference,
        }
    }
}

/// The body of `POST /sms/deprovision`, which takes a number back from a user (known; that the number then stays with
/// the account is assumed).
#[derive(Serialize)]
pub struct Deprovisioning {
    numbers: [String; 1],
    account_uuid: ByText<AccountId>,
    user_uuid: ByText<UserId>,
    provider: String,
    country_format: &'static str,
}

impl Deprovisioning {
    /// Takes back the number that is told of like this.
    pub fn new(account: AccountId, user: UserId, number: Number, detail: NumberDetail) -> Self {
        Self {
            numbers: [number.digits()],
            account_uuid: ByText(account),
            user_uuid: ByText(user),
            provider: detail.provider.unwrap_or_else(|| PROVIDER.to_owned()),
            country_format: COUNTRY,
        }
    }
}

/// A campaign of the SMS campaign registry (known, but for `status` and `numbers`).
#[derive(Deserialize)]
pub struct Campaign {
    #[serde(rename = "campaign_id")]
    id: String,
    #[serde(default)]
    status: Assumed<String>,
    #[serde(default)]
    numbers: Assumed<Vec<Assumed<ByText<Number>>>>,
}

impl Campaign {
    /// Adds it to the others.
    pub fn add_to(self, campaigns: &mut Campaigns) {
        let numbers = self.numbers.told().map(|numbers| {
            let numbers = numbers.into_iter().filter_map(Assumed::told);
            numbers.map(|ByText(number)| number).collect()
        });
        campaigns.add(self.id, text(self.status).as_deref(), numbers);
    }
}

impl Item for Campaign {
    fn key(&self) -> Key {
        key_of(&self.id)
    }
}
