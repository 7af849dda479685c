use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::decode;

/// A field of which nobody has said how it is written, or whether it is there: one that is wrong costs itself and not
/// what holds it. Needs `#[serde(default)]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Assumed<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// It is there and cannot be decoded.
    Wrong,
    /// It is there and decodes.
    Told(T),
}

impl<T> Assumed<T> {
    /// The value, if there is one.
    pub fn told(self) -> Option<T> {
        match self {
            Self::Told(value) => Some(value),
            Self::Absent | Self::Null | Self::Wrong => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Assumed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(match decode(raw) {
            Ok(value) => Self::Told(value),
            Err(_) if raw == "null" => Self::Null,
            Err(_) => Self::Wrong,
        })
    }
}
