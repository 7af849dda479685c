//! Pages of lists. An item that does not decode costs itself and not the page.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Count;
use crate::api::error::shortened;
use crate::api::paging::{Key, Keys};
use crate::decode::{Assumed, DecodeError, Object, decode};

/// An item of a list.
pub trait Item: DeserializeOwned {
    /// Decodes it; an object unless the type says otherwise.
    ///
    /// # Errors
    /// [`DecodeError`] names the first field that is wrong.
    fn decode(text: &str) -> Result<Self, DecodeError> {
        decode(text).map(|Object(item)| item)
    }

    /// What tells it apart from the others of its list.
    fn key(&self) -> Key;
}

/// What a page holds.
#[derive(Debug)]
pub struct Listed<T> {
    /// The items that decode, in their order.
    pub items: Vec<T>,
    /// What tells each item apart, in their order; an error: why it does not decode.
    pub keys: Keys,
    /// How many items there are on all pages, where the API says.
    pub total: Option<usize>,
}

/// Decodes a page of a list: `{"items": [...], "metadata": {"total", ...}}` (known), or a bare array.
///
/// # Errors
/// When the body is no list at all.
pub fn decode_page<T: Item>(body: &str) -> Result<Listed<T>, DecodeError> {
    let Page { items, metadata } = decode(body)?;
    let total = metadata
        .told()
        .and_then(|Object(metadata)| metadata.total.told());
    let mut listed = Listed {
        items: Vec::with_capacity(items.len()),
        keys: Vec::with_capacity(items.len()),
        total: total
            .filter(|Count(total)| *total < TOO_LONG)
            .and_then(|Count(total)| usize::try_from(total).ok()),
    };
    for raw in items {
        match T::decode(raw.get()) {
            Ok(item) => {
                listed.keys.push(Ok(item.key()));
                listed.items.push(item);
            }
            Err(why) => listed.keys.push(Err(cut(why))),
        }
    }
    Ok(listed)
}

/// No list is so long: servers that do not know a total write the largest number that they have.
const TOO_LONG: u32 = i32::MAX as u32;

fn cut(why: DecodeError) -> DecodeError {
    DecodeError {
        problem: shortened(&why.problem),
        ..why
    }
}

/// A page whose items are still text.
struct Page<'a> {
    items: Vec<&'a RawValue>,
    metadata: Assumed<Object<Metadata>>,
}

/// A page as an object.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
    #[serde(default)]
    metadata: Assumed<Object<Metadata>>,
}

#[derive(Deserialize, Debug)]
struct Metadata {
    #[serde(default)]
    total: Assumed<Count>,
}

impl<'de> Deserialize<'de> for Page<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Page<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Ok(Page {
            items: Vec::deserialize(SeqAccessDeserializer::new(items))?,
            metadata: Assumed::Absent,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        let Fields { items, metadata } = Fields::deserialize(MapAccessDeserializer::new(fields))?;
        Ok(Page { items, metadata })
    }
}
