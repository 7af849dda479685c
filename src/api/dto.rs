//! Data transfer objects: the JSON of requests and responses as types. A known field that is invalid makes its item
//! undecodable; an [`Assumed`](crate::decode::Assumed) field is ignored when it is absent or invalid. Known fields are
//! those of `star2star-js-ms-sdk` 4.16.0; all others are assumed.

mod entitlements;
mod error;
mod identity;
mod list;
mod numbers;

pub use entitlements::{
    License, NewEntitlement, OffProduct, OffType, Product, RemovedLicense, SwitchedOff,
};
#[cfg(test)]
pub(super) use error::LONGEST_MESSAGE;
pub(super) use error::{message, shortened};
pub use identity::{Binding, Identity, Me, NewAlias, SmsAlias, Token, User, binding};
pub use list::{Item, Listed, decode_page};
pub use numbers::{Campaign, Deprovisioning, NumberDetail, NumberItem, Provisioning, with_details};

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;

use super::paging::Key;

/// A hash that identifies a text.
fn key_of(text: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().into()
}

/// A count. Some servers write integers with a fraction of zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "f64")]
struct Count(u32);

impl TryFrom<f64> for Count {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        // The cast saturates.
        let count = number as u32;
        if f64::from(count) == number {
            Ok(Self(count))
        } else {
            Err("must be a non-negative integer")
        }
    }
}

#[cfg(test)]
mod tests;
