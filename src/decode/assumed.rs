use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::decode;

/// A field that the API may or may not have, in a form that is only assumed: if it is invalid, it is ignored and the
/// value around it still decodes. Needs `#[serde(default)]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Assumed<T> {
    /// The field is absent.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// The field does not decode.
    Invalid,
    /// The field decodes.
    Valid(T),
}

impl<T> Assumed<T> {
    /// The value, if it is valid.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Absent | Self::Null | Self::Invalid => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Assumed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(match decode(raw) {
            Ok(value) => Self::Valid(value),
            Err(_) if raw == "null" => Self::Null,
            Err(_) => Self::Invalid,
        })
    }
}
