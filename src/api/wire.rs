//! The API's JSON. Known fields must be there and be right, or the item counts as unreadable; assumed fields that are
//! absent or wrong are left out. Source: `star2star-js-ms-sdk` 4.16.0 for what is known, our reading for the rest.

mod read;

pub use read::{FromJson, Page, object, read, read_page};

use std::fmt::Display;
use std::str::FromStr;

use crate::json::{Json, Object, Value, WrongField};
use crate::model::catalog::{LicenseType, Offer};
use crate::model::directory::{LicenseRecord, LicenseStatus, UserRecord, UserStatus};
use crate::model::ids::{AccountId, ApplicationId, ProductId, UserId};
use crate::model::number::Number;
use crate::run::Assignment;

/// Who is signed in: `GET /identity/users/me` (known).
pub struct Me {
    /// The user's identifier.
    pub user: UserId,
}

impl FromJson for Me {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        Ok(Self {
            user: fields.required("user_uuid", fields.parsed("user_uuid")?)?,
        })
    }
}

/// A user: an item of `GET /identity/accounts/{account}/identities` (known).
impl FromJson for UserRecord {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let names = [
            fields.text("first_name")?,
            fields.text("middle_name")?,
            fields.text("last_name")?,
        ];
        let words: Vec<&str> = names
            .into_iter()
            .flatten()
            .flat_map(str::split_whitespace)
            .collect();
        let active = fields
            .text("status")?
            .is_some_and(|status| status.eq_ignore_ascii_case("active"));
        let email = fields.text("email")?.or(fields.text("username")?);
        Ok(Self {
            id: fields.required("uuid", fields.parsed("uuid")?)?,
            name: words.join(" "),
            email: email.unwrap_or_default().to_owned(),
            phone: fields.text("phone")?.unwrap_or_default().to_owned(),
            status: if active {
                UserStatus::Active
            } else {
                UserStatus::Inactive
            },
        })
    }
}

/// What `GET /identity/identities/{user}?include=alias` tells beyond the user (known).
pub struct Identity {
    /// The account that the user belongs to.
    pub account: Option<AccountId>,
    /// The number that the messaging applications use for the user, as written.
    pub sms_alias: Option<String>,
}

impl FromJson for Identity {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let aliases = fields.list("aliases")?;
        let sms = aliases
            .iter()
            .find_map(|(_, alias)| alias.get("sms")?.as_text());
        Ok(Self {
            account: fields.parsed("account_uuid")?,
            sms_alias: sms.filter(|sms| !sms.is_empty()).map(str::to_owned),
        })
    }
}

/// A license type: an item of `GET /entitlements/products` (known, but for `name` and `quantity`).
pub struct Product {
    id: ProductId,
    is_active: bool,
    application: ApplicationId,
    kind: Option<String>,
    name: Option<String>,
    quantity: Option<u32>,
}

impl FromJson for Product {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        Ok(Self {
            id: fields.required("uuid", fields.parsed("uuid")?)?,
            is_active: fields.truth("active")?.unwrap_or(true),
            application: fields.required("application_uuid", fields.parsed("application_uuid")?)?,
            kind: fields.text("type")?.map(str::to_owned),
            name: assumed(fields, "name"),
            quantity: fields.get("quantity").and_then(Value::as_count),
        })
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

impl Product {
    /// The license type, given what is switched off for the account.
    pub fn into_license_type(self, off: &SwitchedOff) -> LicenseType {
        let by_type = self
            .kind
            .as_ref()
            .is_some_and(|kind| off.types.contains(kind));
        let offer = if !self.is_active {
            Offer::Retired
        } else if by_type || off.products.contains(&self.id) {
            Offer::SwitchedOff
        } else {
            Offer::Offered
        };
        LicenseType {
            id: self.id,
            application: self.application,
            name: self
                .name
                .or(self.kind)
                .unwrap_or_else(|| self.id.to_string()),
            seats: self.quantity,
            offer,
        }
    }
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
    item.as_text()
        .or_else(|| fields.iter().find_map(|field| item.get(field)?.as_text()))
}

/// A license: an item of `GET /entitlements/accounts/{account}/entitlements` (known, but for `status` and what
/// `metadata` holds).
impl FromJson for LicenseRecord {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let status = match assumed::<String>(fields, "status").as_deref() {
            None | Some("active") => LicenseStatus::Active,
            Some("pending") => LicenseStatus::Pending,
            Some(other) => LicenseStatus::Other(other.into()),
        };
        let number = fields
            .get("metadata")
            .and_then(|metadata| metadata.get("sms_number")?.as_text());
        Ok(Self {
            id: fields.required("uuid", fields.parsed("uuid")?)?,
            user: fields.required("user_uuid", fields.parsed("user_uuid")?)?,
            product: fields.required("product_uuid", fields.parsed("product_uuid")?)?,
            status,
            number: number.and_then(|number| number.parse().ok()),
        })
    }
}

/// A license to assign: an item of `POST /entitlements/users/entitlements/bulk` (known; `sms_number` is assumed).
pub fn new_entitlement(account: AccountId, assignment: &Assignment) -> Json {
    let metadata = match assignment.number {
        Some(number) => Json::object([("sms_number", Json::text(number.digits()))]),
        None => Json::object([]),
    };
    Json::object([
        ("account_uuid", Json::text(account)),
        ("user_uuid", Json::text(assignment.user)),
        ("product_uuid", Json::text(assignment.product)),
        ("metadata", metadata),
    ])
}

/// What is known of one number: `GET /sms/provision/numbers/number/{number}` (known; the fields are assumed).
#[derive(Clone, Debug)]
pub struct NumberDetail {
    /// The number.
    pub number: Number,
    /// Who holds it.
    pub user: Option<UserId>,
    /// The carrier that provides it.
    pub provider: Option<String>,
    /// The campaign that it belongs to.
    pub campaign: Option<String>,
    /// The answer to the keyword HELP.
    pub help_text: Option<String>,
    /// The customer's own reference.
    pub reference: Option<String>,
}

impl FromJson for NumberDetail {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        Ok(Self {
            number: fields.required("number", fields.parsed("number")?)?,
            user: assumed(fields, "user_uuid"),
            provider: assumed(fields, "provider"),
            campaign: assumed(fields, "campaign_id"),
            help_text: assumed(fields, "help_text"),
            reference: assumed(fields, "reference_id"),
        })
    }
}

/// A number of the account.
pub enum NumberItem {
    /// The number alone: the rest is to be asked for.
    Bare(Number),
    /// What is known of it.
    Known(NumberDetail),
}

impl NumberItem {
    /// The number itself.
    pub fn number(&self) -> Number {
        match self {
            Self::Bare(number) => *number,
            Self::Known(detail) => detail.number,
        }
    }
}

/// Reads an item of the list of numbers: the number alone, or an object about it (assumed).
pub fn number_item(item: &Value) -> Option<NumberItem> {
    match item.as_text() {
        Some(number) => number.parse().ok().map(NumberItem::Bare),
        None => NumberDetail::from_json(Object::new("", item).ok()?)
            .ok()
            .map(NumberItem::Known),
    }
}

/// A campaign of the SMS campaign registry (known, but for `status` and `numbers`).
pub struct Campaign {
    /// Its identifier.
    pub id: String,
    /// Where it stands.
    pub status: Option<String>,
    /// The numbers that belong to it.
    pub numbers: Vec<Number>,
}

impl FromJson for Campaign {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let numbers = fields
            .get("numbers")
            .and_then(Value::as_list)
            .into_iter()
            .flatten();
        Ok(Self {
            id: fields
                .required("campaign_id", fields.text("campaign_id")?)?
                .to_owned(),
            status: assumed(fields, "status"),
            numbers: numbers
                .filter_map(|number| number.as_text()?.parse().ok())
                .collect(),
        })
    }
}

/// What an access token comes in (known, but for the lifetime).
pub struct Token {
    /// The token.
    pub access_token: String,
}

impl FromJson for Token {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let token = fields.required("access_token", fields.text("access_token")?)?;
        Ok(Self {
            access_token: token.to_owned(),
        })
    }
}

/// An assumed field: wrong counts as absent.
fn assumed<T: FromStr<Err: Display>>(fields: Object, name: &str) -> Option<T> {
    fields.parsed(name).ok().flatten()
}

#[cfg(test)]
mod tests;
