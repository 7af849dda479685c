//! Numbers and campaigns of the SMS service.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Item, key_of};
use crate::api::paging::Key;
use crate::decode::{Assumed, ByText, DecodeError, Object, TextOr, decode};
use crate::domain::directory::{CampaignOf, Campaigns, NumberRecord, Numbers};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;

/// The provider to send where the API names none. Source: `star2star-js-ms-sdk` 4.16.0.
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

/// The details of a number: `GET /sms/provision/numbers/number/{number}`, or an item of the list (known; the field
/// names are assumed).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Object<NumberFields>")]
pub struct NumberDetail {
    /// The user it is assigned to.
    pub user: Option<UserId>,
    /// Whether the API says whom it is assigned to, if anyone.
    pub is_holder_known: bool,
    /// The campaign it belongs to.
    pub campaign: CampaignOf,
    provider: Option<String>,
    help_text: Option<String>,
    /// The customer's own reference, sent back unchanged.
    reference: Option<Box<RawValue>>,
}

impl From<Object<NumberFields>> for NumberDetail {
    fn from(Object(fields): Object<NumberFields>) -> Self {
        Self {
            is_holder_known: fields.user_uuid != Assumed::Absent,
            user: fields.user_uuid.value().map(|ByText(user)| user),
            campaign: campaign_of(fields.campaign_id),
            provider: text(fields.provider),
            help_text: text(fields.help_text),
            reference: fields
                .reference_id
                .value()
                .filter(|value| is_reference(value)),
        }
    }
}

/// An empty or `null` field means no campaign; an absent one means unknown.
fn campaign_of(id: Assumed<String>) -> CampaignOf {
    match id {
        Assumed::Valid(id) if !id.is_empty() => CampaignOf::Campaign(id),
        Assumed::Valid(_) | Assumed::Null => CampaignOf::None,
        Assumed::Absent | Assumed::Invalid => CampaignOf::Unknown,
    }
}

/// An assumed text; empty counts as absent.
fn text(field: Assumed<String>) -> Option<String> {
    field.value().filter(|text| !text.is_empty())
}

/// Whether a customer's own reference is a non-empty string or a number.
fn is_reference(value: &RawValue) -> bool {
    let text = value.get();
    text != "\"\"" && text.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
}

/// A number of the account: a bare number or an object (assumed).
#[derive(Deserialize)]
#[serde(try_from = "TextOr<NumberFields>")]
pub struct NumberItem {
    /// The number.
    pub number: Number,
    /// Its details; `None`: request them.
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
                let ByText(number) = fields
                    .number
                    .value()
                    .ok_or("number is missing or invalid")?;
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

/// The numbers, and those whose holder the API does not name.
pub fn with_details(
    details: Vec<(Number, NumberDetail)>,
    campaigns: &Campaigns,
) -> (Numbers, KeySet<Number>) {
    let mut unknown_holders = KeySet::default();
    let record = |(number, detail): (Number, NumberDetail)| {
        if !detail.is_holder_known {
            unknown_holders.insert(number);
        }
        NumberRecord {
            number,
            holder: detail.user,
            state: campaigns.state_of(number, &detail.campaign),
        }
    };
    let numbers = Numbers::new(details.into_iter().map(record).collect());
    (numbers, unknown_holders)
}

/// The body of `POST /sms/provision`, which assigns a number to a user (known). Unknown fields are left out, since an
/// empty text would overwrite the server's value.
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
    /// Assigns a number with these details.
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

/// The body of `POST /sms/deprovision`, which releases a user's number (known; that the number stays with the account
/// is assumed).
#[derive(Serialize)]
pub struct Deprovisioning {
    numbers: [String; 1],
    account_uuid: ByText<AccountId>,
    user_uuid: ByText<UserId>,
    provider: String,
    country_format: &'static str,
}

impl Deprovisioning {
    /// Releases a number with these details.
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

/// A campaign of the SMS campaign registry (known, except for `status` and `numbers`).
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
    /// Adds the campaign.
    pub fn add_to(self, campaigns: &mut Campaigns) {
        let numbers = self.numbers.value().map(|numbers| {
            let numbers = numbers.into_iter().filter_map(Assumed::value);
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
