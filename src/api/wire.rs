//! The API's JSON. Known fields must be there and be right, or the item counts as unreadable; assumed fields that are
//! absent or wrong are left out. Source: `star2star-js-ms-sdk` 4.16.0 for what is known, our reading for the rest.

mod read;

pub use read::{Page, read, read_page};

use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::model::catalog::{LicenseType, Offer};
use crate::model::directory::{LicenseRecord, LicenseStatus, UserRecord, UserStatus};
use crate::model::ids::{AccountId, ApplicationId, LicenseId, ProductId, UserId};
use crate::model::number::Number;

/// Who is signed in: `GET /identity/users/me` (known).
#[derive(Deserialize, Debug)]
pub struct Me {
    /// The user's identifier.
    pub user_uuid: UserId,
}

/// A user: an item of `GET /identity/accounts/{account}/identities` (known).
#[derive(Deserialize, Debug)]
pub struct Identity {
    uuid: UserId,
    /// The account that the user belongs to.
    pub account_uuid: Option<AccountId>,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    status: Option<String>,
    /// The user's aliases, when asked for.
    #[serde(default)]
    pub aliases: Vec<Alias>,
}

/// An alias of a user (known).
#[derive(Deserialize, Debug)]
pub struct Alias {
    /// The SMS number that the messaging applications use.
    pub sms: Option<String>,
}

impl From<Identity> for UserRecord {
    fn from(identity: Identity) -> Self {
        let names = [
            identity.first_name,
            identity.middle_name,
            identity.last_name,
        ];
        let names: Vec<String> = names.into_iter().flatten().collect();
        let active = identity
            .status
            .is_some_and(|status| status.eq_ignore_ascii_case("active"));
        Self {
            id: identity.uuid,
            name: names
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            email: identity.email.or(identity.username).unwrap_or_default(),
            phone: identity.phone.unwrap_or_default(),
            status: if active {
                UserStatus::Active
            } else {
                UserStatus::Inactive
            },
        }
    }
}

/// A license type: an item of `GET /entitlements/products` (known, but for `name` and `quantity`).
#[derive(Deserialize, Debug)]
pub struct Product {
    uuid: ProductId,
    active: Option<bool>,
    application_uuid: ApplicationId,
    /// The product's type, which the account may have switched off.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "assumed")]
    name: Option<String>,
    #[serde(default, deserialize_with = "assumed")]
    quantity: Option<u32>,
}

impl Product {
    /// The license type, given what is switched off for the account.
    pub fn into_license_type(self, off: &SwitchedOff) -> LicenseType {
        let switched_off = off.products.contains(&self.uuid)
            || self
                .kind
                .as_ref()
                .is_some_and(|kind| off.types.contains(kind));
        let offer = match self.active {
            Some(false) => Offer::Retired,
            _ if switched_off => Offer::SwitchedOff,
            _ => Offer::Offered,
        };
        LicenseType {
            id: self.uuid,
            application: self.application_uuid,
            name: self
                .name
                .or(self.kind)
                .unwrap_or_else(|| self.uuid.to_string()),
            seats: self.quantity,
            offer,
        }
    }
}

/// What is switched off for the account: `.../disable/products` and `.../disable/product_types` (known).
#[derive(Debug, Default)]
pub struct SwitchedOff {
    /// Products.
    pub products: Vec<ProductId>,
    /// All products of these types.
    pub types: Vec<String>,
}

/// The identifier in an item of `.../disable/products`: the item itself, or a field of it (assumed).
pub fn switched_off_product(item: &Value) -> Option<ProductId> {
    text_of(item, &["product_uuid", "uuid"])?.parse().ok()
}

/// The type in an item of `.../disable/product_types`: the item itself, or a field of it (assumed).
pub fn switched_off_type(item: &Value) -> Option<String> {
    text_of(item, &["product_type", "type"]).map(str::to_owned)
}

fn text_of<'a>(item: &'a Value, fields: &[&str]) -> Option<&'a str> {
    item.as_str()
        .or_else(|| fields.iter().find_map(|field| item.get(field)?.as_str()))
}

/// A license: an item of `GET /entitlements/accounts/{account}/entitlements` (known, but for `status` and what
/// `metadata` holds).
#[derive(Deserialize, Debug)]
pub struct Entitlement {
    uuid: LicenseId,
    user_uuid: UserId,
    product_uuid: ProductId,
    #[serde(default, deserialize_with = "assumed")]
    metadata: Option<Metadata>,
    #[serde(default, deserialize_with = "assumed")]
    status: Option<String>,
}

/// What the metadata of an SMS license holds (assumed).
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Metadata {
    /// The number that the license is for.
    #[serde(
        default,
        deserialize_with = "assumed",
        skip_serializing_if = "Option::is_none"
    )]
    pub sms_number: Option<Number>,
}

impl From<Entitlement> for LicenseRecord {
    fn from(entitlement: Entitlement) -> Self {
        Self {
            id: entitlement.uuid,
            user: entitlement.user_uuid,
            product: entitlement.product_uuid,
            status: match entitlement.status.as_deref() {
                None | Some("active") => LicenseStatus::Active,
                Some("pending") => LicenseStatus::Pending,
                Some(other) => LicenseStatus::Other(other.into()),
            },
            number: entitlement
                .metadata
                .and_then(|metadata| metadata.sms_number),
        }
    }
}

/// A license to assign: an item of `POST /entitlements/users/entitlements/bulk` (known).
#[derive(Serialize)]
pub struct NewEntitlement {
    /// The account.
    pub account_uuid: AccountId,
    /// Who gets it.
    pub user_uuid: UserId,
    /// Its license type.
    pub product_uuid: ProductId,
    /// The number of an SMS license.
    pub metadata: Metadata,
}

/// A number of the account: the number alone, or an object about it (assumed).
#[derive(Debug)]
pub enum NumberItem {
    /// The number alone.
    Bare(Number),
    /// What is known of it.
    Object(NumberDetail),
}

impl<'de> Deserialize<'de> for NumberItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let item = Value::deserialize(deserializer)?;
        let read = if item.is_string() {
            Number::deserialize(item).map(Self::Bare)
        } else {
            NumberDetail::deserialize(item).map(Self::Object)
        };
        read.map_err(de::Error::custom)
    }
}

/// What is known of one number: `GET /sms/provision/numbers/number/{number}` (known; the fields are assumed).
#[derive(Deserialize, Clone, Debug)]
pub struct NumberDetail {
    /// The number.
    #[serde(alias = "did", alias = "phone_number")]
    pub number: Number,
    /// Who holds it.
    #[serde(default, deserialize_with = "assumed")]
    pub user_uuid: Option<UserId>,
    /// The carrier that provides it.
    #[serde(default, deserialize_with = "assumed")]
    pub provider: Option<String>,
    /// The campaign that it belongs to.
    #[serde(default, deserialize_with = "assumed")]
    pub campaign_id: Option<String>,
    /// The answer to the keyword HELP.
    #[serde(default, deserialize_with = "assumed")]
    pub help_text: Option<String>,
    /// The customer's own reference.
    #[serde(default, deserialize_with = "assumed")]
    pub reference_id: Option<String>,
}

/// A campaign of the SMS campaign registry (known, but for `status` and `numbers`).
#[derive(Deserialize, Debug)]
pub struct Campaign {
    /// Its identifier.
    pub campaign_id: String,
    /// Where it stands.
    #[serde(default, deserialize_with = "assumed")]
    pub status: Option<String>,
    /// The numbers that belong to it.
    #[serde(default, deserialize_with = "assumed")]
    pub numbers: Option<Vec<Number>>,
}

/// What an access token comes in (known, but for the lifetime).
#[derive(Deserialize)]
pub struct Token {
    /// The token.
    pub access_token: String,
}

/// An assumed field: wrong counts as absent.
fn assumed<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Value::deserialize(deserializer).map(|value| T::deserialize(value).ok())
}

#[cfg(test)]
mod tests;
