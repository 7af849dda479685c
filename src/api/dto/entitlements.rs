//! License types and licenses.

use serde::{Deserialize, Serialize};

use super::{Count, Item, key_of};
use crate::api::paging::Key;
use crate::decode::{Assumed, ByText, DecodeError, Object, TextOr, decode};
use crate::domain::catalog::{LicenseType, Offer};
use crate::domain::directory::{LicenseRecord, LicenseStatus};
use crate::domain::ids::{AccountId, ApplicationId, LicenseId, ProductId, UserId};
use crate::domain::number::Number;
use crate::engine::Assignment;

/// A license type: an item of `GET /entitlements/products` (known, but for `name` and `quantity`).
#[derive(Deserialize)]
pub struct Product {
    uuid: ByText<ProductId>,
    active: Option<bool>,
    application_uuid: ByText<ApplicationId>,
    r#type: Option<String>,
    #[serde(default)]
    name: Assumed<String>,
    /// Seats purchased; absent or `null`: unlimited.
    #[serde(default)]
    quantity: Assumed<Count>,
}

impl Item for Product {
    fn key(&self) -> Key {
        self.uuid.0.as_u128()
    }
}

/// Products disabled for the account: `.../disable/products` and `.../disable/product_types` (known).
#[derive(Debug, Default)]
pub struct SwitchedOff {
    /// Products.
    pub products: Vec<ProductId>,
    /// All products of these types.
    pub types: Vec<String>,
}

impl Product {
    /// The license type, given the products disabled for the account.
    pub fn into_license_type(self, off: &SwitchedOff) -> LicenseType {
        let id = self.uuid.0;
        let by_type = self
            .r#type
            .as_ref()
            .is_some_and(|name| off.types.contains(name));
        let offer = if self.active == Some(false) {
            Offer::Retired
        } else if by_type || off.products.contains(&id) {
            Offer::SwitchedOff
        } else {
            Offer::Offered
        };
        let name = self.name.value().or(self.r#type);
        LicenseType {
            id,
            application: self.application_uuid.0,
            name: name.unwrap_or_else(|| id.to_string()),
            seats: self.quantity.value().map(|Count(seats)| seats),
            offer,
        }
    }
}

/// An item of `.../disable/products`: the identifier itself, or a field of the item (assumed).
#[derive(Debug, Deserialize)]
#[serde(try_from = "TextOr<OffProductFields>")]
pub struct OffProduct(pub ProductId);

#[derive(Deserialize)]
struct OffProductFields {
    #[serde(default)]
    product_uuid: Assumed<String>,
    #[serde(default)]
    uuid: Assumed<String>,
}

impl TryFrom<TextOr<OffProductFields>> for OffProduct {
    type Error = String;

    fn try_from(item: TextOr<OffProductFields>) -> Result<Self, String> {
        let id = match item {
            TextOr::Text(id) => Some(id),
            TextOr::Object(item) => item.product_uuid.value().or(item.uuid.value()),
        };
        let id = id.ok_or("names no product")?.parse();
        id.map(Self).map_err(|error: uuid::Error| error.to_string())
    }
}

impl Item for OffProduct {
    fn decode(text: &str) -> Result<Self, DecodeError> {
        decode(text)
    }

    fn key(&self) -> Key {
        self.0.as_u128()
    }
}

/// An item of `.../disable/product_types`: the type itself, or a field of the item (`name` as it is created, the others
/// assumed).
#[derive(Debug, Deserialize)]
#[serde(try_from = "TextOr<OffTypeFields>")]
pub struct OffType(pub String);

#[derive(Deserialize)]
struct OffTypeFields {
    #[serde(default)]
    name: Assumed<String>,
    #[serde(default)]
    product_type: Assumed<String>,
    #[serde(default)]
    r#type: Assumed<String>,
}

impl TryFrom<TextOr<OffTypeFields>> for OffType {
    type Error = &'static str;

    fn try_from(item: TextOr<OffTypeFields>) -> Result<Self, Self::Error> {
        let name = match item {
            TextOr::Text(name) => Some(name),
            TextOr::Object(item) => [item.name, item.product_type, item.r#type]
                .into_iter()
                .find_map(Assumed::value),
        };
        name.map(Self).ok_or("names no type")
    }
}

impl Item for OffType {
    fn decode(text: &str) -> Result<Self, DecodeError> {
        decode(text)
    }

    fn key(&self) -> Key {
        key_of(&self.0)
    }
}

/// A license: an item of `GET /entitlements/accounts/{account}/entitlements` (known, but for `status` and what
/// `metadata` holds).
#[derive(Deserialize)]
pub struct License {
    uuid: ByText<LicenseId>,
    user_uuid: ByText<UserId>,
    product_uuid: ByText<ProductId>,
    #[serde(default)]
    status: Assumed<String>,
    #[serde(default)]
    metadata: Assumed<Object<LicenseMetadata>>,
}

#[derive(Deserialize)]
struct LicenseMetadata {
    #[serde(default)]
    sms_number: Assumed<ByText<Number>>,
}

impl Item for License {
    fn key(&self) -> Key {
        self.uuid.0.as_u128()
    }
}

impl From<License> for LicenseRecord {
    fn from(license: License) -> Self {
        let status = match license.status.value().as_deref() {
            None | Some("active") => LicenseStatus::Active,
            Some("pending") => LicenseStatus::Pending,
            Some(other) => LicenseStatus::Other(other.into()),
        };
        let metadata = license.metadata.value();
        let number = metadata.and_then(|Object(metadata)| metadata.sms_number.value());
        Self {
            id: license.uuid.0,
            user: license.user_uuid.0,
            product: license.product_uuid.0,
            status,
            number: number.map(|ByText(number)| number),
        }
    }
}

/// A license to assign: an item of `POST /entitlements/users/entitlements/bulk` (known; `sms_number` is assumed).
#[derive(Serialize)]
pub struct NewEntitlement {
    account_uuid: ByText<AccountId>,
    user_uuid: ByText<UserId>,
    product_uuid: ByText<ProductId>,
    metadata: NewMetadata,
}

#[derive(Serialize)]
struct NewMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    sms_number: Option<String>,
}

impl NewEntitlement {
    /// The license of an assignment in an account.
    pub fn new(account: AccountId, assignment: &Assignment) -> Self {
        Self {
            account_uuid: ByText(account),
            user_uuid: ByText(assignment.user),
            product_uuid: ByText(assignment.product),
            metadata: NewMetadata {
                sms_number: assignment.number.map(Number::digits),
            },
        }
    }
}

/// A license to remove: an item of `DELETE /entitlements/users/entitlements/bulk` (known).
pub type RemovedLicense = ByText<LicenseId>;
