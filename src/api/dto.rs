//! The API's JSON, as types. A known field that is wrong makes its item undecodable; a field that is
//! [`Assumed`](crate::decode::Assumed) is left out when it is absent or wrong. Source: `star2star-js-ms-sdk` 4.16.0 for
//! what is known, our reading for the rest.

mod entitlements;
mod error;
mod identity;
mod list;
mod numbers;

pub use entitlements::{
    License, NewEntitlement, OffProduct, OffType, Product, RemovedLicense, SwitchedOff,
};
pub(super) use error::message;
pub use identity::{Binding, Identity, Me, NewAlias, SmsAlias, Token, User, binding};
pub use list::{Item, Listed, decode_page};
pub use numbers::{Campaign, Deprovisioning, NumberDetail, NumberItem, Provisioning, with_details};

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;

use super::paging::Key;

/// What tells texts apart.
fn key_of(text: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().into()
}

/// A number that counts something. Some languages write whole numbers with a fraction of zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "f64")]
struct Count(u32);

impl TryFrom<f64> for Count {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        // A float that does not fit is bounded by the conversion.
        let count = number as u32;
        if f64::from(count) == number {
            Ok(Self(count))
        } else {
            Err("must be a whole number, and not negative")
        }
    }
}

#[cfg(test)]
mod tests;
