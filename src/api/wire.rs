//! The API's JSON. Known fields must be there and be right, or the item counts as unreadable; assumed fields that are
//! absent or wrong are left out. Source: `star2star-js-ms-sdk` 4.16.0 for what is known, our reading for the rest.

mod numbers;
mod read;

pub use numbers::{Campaign, NumberDetail, NumberItem, deprovisioning, listed, provisioning};
pub use read::{FromJson, Item, Page, object, read, read_page};

use read::key_of;

use std::fmt::Display;
use std::str::FromStr;

use super::paging::Key;
use crate::domain::catalog::{LicenseType, Offer};
use crate::domain::directory::{LicenseRecord, LicenseStatus, UserRecord, UserStatus};
use crate::domain::ids::{AccountId, ApplicationId, ProductId, UserId};
use crate::domain::number::Number;
use crate::engine::Assignment;
use crate::json::{Json, Object, Value, WrongField};

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
    /// The number that the messaging applications use for the user: of several aliases the first with `sms` (known).
    pub sms_alias: Option<SmsAlias>,
}

/// An SMS alias as written: ten digits, `+1` before them, or something else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsAlias(String);

impl SmsAlias {
    /// The number, whatever it is written like; `None`: it is none.
    pub fn number(&self) -> Option<Number> {
        self.0.parse().ok()
    }
}

impl FromJson for Identity {
    fn from_json(fields: Object) -> Result<Self, WrongField> {
        let aliases = fields.list("aliases")?;
        let mut texts = aliases
            .iter()
            .filter_map(|(_, alias)| alias.get("sms")?.as_text());
        let sms = texts.find(|sms| !sms.trim().is_empty());
        Ok(Self {
            account: fields.parsed("account_uuid")?,
            sms_alias: sms.map(|sms| SmsAlias(sms.to_owned())),
        })
    }
}

/// A call that binds a user's SMS alias (known).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Its path.
    pub path: String,
    /// What a `POST` for the first alias carries; `None`: a `PUT` without a body that replaces the alias by the number
    /// in the path.
    pub body: Option<Json>,
}

/// How to bind a user's alias to a number; `None`: it is bound to it already.
pub fn binding(user: UserId, alias: Option<&SmsAlias>, number: Number) -> Option<Binding> {
    let digits = number.digits();
    let path = format!("/identities/{user}/aliases");
    match alias {
        Some(alias) if alias.number() == Some(number) => None,
        Some(_) => Some(Binding {
            path: format!("{path}/{digits}"),
            body: None,
        }),
        None => Some(Binding {
            path,
            body: Some(Json::object([("sms", Json::text(digits))])),
        }),
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

impl Item for UserRecord {
    fn from_item(item: &Value) -> Option<Self> {
        object(item)
    }

    fn key(&self) -> Key {
        self.id.as_u128()
    }
}

impl Item for Product {
    fn from_item(item: &Value) -> Option<Self> {
        object(item)
    }

    fn key(&self) -> Key {
        self.id.as_u128()
    }
}

impl Item for LicenseRecord {
    fn from_item(item: &Value) -> Option<Self> {
        object(item)
    }

    fn key(&self) -> Key {
        self.id.as_u128()
    }
}

/// An item of `.../disable/products`: the identifier itself, or a field of the item (assumed).
#[derive(Debug)]
pub struct OffProduct(pub ProductId);

impl Item for OffProduct {
    fn from_item(item: &Value) -> Option<Self> {
        let id = text_of(item, &["product_uuid", "uuid"])?;
        id.parse().ok().map(Self)
    }

    fn key(&self) -> Key {
        self.0.as_u128()
    }
}

/// An item of `.../disable/product_types`: the type itself, or a field of the item (`name` as it is created, the others
/// assumed).
#[derive(Debug)]
pub struct OffType(pub String);

impl Item for OffType {
    fn from_item(item: &Value) -> Option<Self> {
        let name = text_of(item, &["name", "product_type", "type"])?;
        Some(Self(name.to_owned()))
    }

    fn key(&self) -> Key {
        key_of(&self.0)
    }
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
