//! Pages of lists. An item that does not decode is left out and reported; the rest of the page is kept.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Count;
use super::error::shortened;
use crate::api::paging::{Key, Keys};
use crate::decode::{Assumed, DecodeError, Object, decode};

/// An item of a list.
pub trait Item: DeserializeOwned {
    /// Decodes the item: an object, unless the type says otherwise.
    ///
    /// # Errors
    /// [`DecodeError`] names the first invalid field.
    fn decode(text: &str) -> Result<Self, DecodeError> {
        decode(text).map(|Object(item)| item)
    }

    /// Identifies the item within its list.
    fn key(&self) -> Key;
}

/// A decoded page.
#[derive(Debug)]
pub struct Listed<T> {
    /// The items that decode, in their order.
    pub items: Vec<T>,
    /// The key of each item, in order; an error: why it does not decode.
    pub keys: Keys,
    /// The total number of items on all pages, if the API says.
    pub total: Option<usize>,
}

/// Decodes a page of a list: `{"items": [...], "metadata": {"total", ...}}` (known), or a bare array.
///
/// # Errors
/// When the body is no list at all.
pub fn decode_page<T: Item>(body: &str) -> Result<Listed<T>, DecodeError> {
    let Page { items, metadata } = decode(body)?;
    let total = metadata
        .value()
        .and_then(|Object(metadata)| metadata.total.value());
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

/// Totals from here on are ignored: servers that do not know the total send the maximum integer.
const TOO_LONG: u32 = i32::MAX as u32;

fn cut(why: DecodeError) -> DecodeError {
    DecodeError {
        problem: shortened(&why.problem),
        ..why
    }
}

/// A page whose items are not decoded yet.
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
