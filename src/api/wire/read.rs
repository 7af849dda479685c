//! Reads answers. The one place where JSON is decoded.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::api::ApiError;
use crate::api::paging::{Key, Keys};
use crate::json::{Object, Value, WrongField};

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items that could be read.
    pub items: Vec<T>,
    /// What tells each item apart, in their order; `None`: it could not be read.
    pub keys: Keys,
    /// How many items there are on all pages, where the API says.
    pub total: Option<usize>,
}

impl<T> Page<T> {
    /// Items that could not be read.
    pub fn unreadable(&self) -> usize {
        self.keys.iter().filter(|key| key.is_none()).count()
    }
}

/// An item of a list.
pub trait Item: Sized {
    /// Reads it; `None`: it cannot be read.
    fn from_item(item: &Value) -> Option<Self>;

    /// What tells it apart from the others of its list.
    fn key(&self) -> Key;
}

/// What tells texts apart.
pub fn key_of(text: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().into()
}

/// What can be read from a JSON object.
pub trait FromJson: Sized {
    /// Reads the fields.
    ///
    /// # Errors
    /// [`WrongField`] names the first one that is wrong, and why.
    fn from_json(fields: Object) -> Result<Self, WrongField>;
}

/// Reads a body.
///
/// # Errors
/// [`ApiError::Unreadable`] with the position or the field, and the reason.
pub fn read<T: FromJson>(body: &str) -> Result<T, ApiError> {
    let body = json(body)?;
    Object::new("", &body)
        .and_then(T::from_json)
        .map_err(ApiError::unreadable)
}

/// Reads one page of a list: `{"items": [...], "metadata": {"total", ...}}` (known), or a bare array. Items that cannot
/// be read are counted, and the others are kept.
///
/// # Errors
/// [`ApiError::Unreadable`] when the body is no list at all.
pub fn read_page<T: Item>(body: &str) -> Result<Page<T>, ApiError> {
    let (listed, total) = list(json(body)?)?;
    let read: Vec<Option<T>> = listed.iter().map(T::from_item).collect();
    Ok(Page {
        keys: read
            .iter()
            .map(|item| item.as_ref().map(Item::key))
            .collect(),
        items: read.into_iter().flatten().collect(),
        total,
    })
}

/// Reads an item that is an object.
pub fn object<T: FromJson>(item: &Value) -> Option<T> {
    Object::new("", item).and_then(T::from_json).ok()
}

/// No list is so long: servers that do not know a total write the largest number that they have.
const TOO_LONG: u32 = i32::MAX as u32;

/// The items of a list, and how many there are on all pages.
fn list(body: Value) -> Result<(Vec<Value>, Option<usize>), ApiError> {
    match body {
        Value::List(items) => Ok((items, None)),
        Value::Object(mut fields) => {
            let total = fields
                .get("metadata")
                .and_then(|metadata| metadata.get("total")?.as_count())
                .filter(|total| *total < TOO_LONG)
                .and_then(|total| usize::try_from(total).ok());
            match fields.take("items") {
                Some(Value::List(items)) => Ok((items, total)),
                _ => Err(ApiError::unreadable("items is missing")),
            }
        }
        _ => Err(ApiError::unreadable("it is no list")),
    }
}

fn json(body: &str) -> Result<Value, ApiError> {
    Value::parse(body).map_err(ApiError::unreadable)
}
