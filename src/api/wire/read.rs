//! Reads answers. The one place where JSON is decoded.

use crate::api::ApiError;
use crate::json::{Object, Value, WrongField};

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items that could be read.
    pub items: Vec<T>,
    /// How many could not.
    pub unreadable: usize,
    /// How many items there are on all pages, where the API says.
    pub total: Option<usize>,
}

impl<T> Page<T> {
    /// Items on this page, readable or not.
    pub fn len(&self) -> usize {
        self.items.len() + self.unreadable
    }

    /// Whether the page holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
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
        .map_err(|error| ApiError::Unreadable(error.to_string()))
}

/// Reads one page of a list: `{"items": [...], "metadata": {"total", ...}}` (known), or a bare array. Items that cannot
/// be read are counted, and the others are kept.
///
/// # Errors
/// [`ApiError::Unreadable`] when the body is no list at all.
pub fn read_page<T>(body: &str, item: impl Fn(&Value) -> Option<T>) -> Result<Page<T>, ApiError> {
    let (listed, total) = list(json(body)?)?;
    let items: Vec<T> = listed.iter().filter_map(item).collect();
    Ok(Page {
        unreadable: listed.len() - items.len(),
        items,
        total,
    })
}

/// Reads an item that is an object.
pub fn object<T: FromJson>(item: &Value) -> Option<T> {
    Object::new("", item).and_then(T::from_json).ok()
}

/// The items of a list, and how many there are on all pages.
fn list(body: Value) -> Result<(Vec<Value>, Option<usize>), ApiError> {
    match body {
        Value::List(items) => Ok((items, None)),
        Value::Object(mut fields) => {
            let total = fields
                .get("metadata")
                .and_then(|metadata| metadata.get("total")?.as_count())
                .and_then(|total| usize::try_from(total).ok());
            match fields.take("items") {
                Some(Value::List(items)) => Ok((items, total)),
                _ => Err(ApiError::Unreadable("items is missing".into())),
            }
        }
        _ => Err(ApiError::Unreadable("it is no list".into())),
    }
}

fn json(body: &str) -> Result<Value, ApiError> {
    Value::parse(body).map_err(ApiError::Unreadable)
}
