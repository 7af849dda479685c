//! Reads answers. The one place where JSON is decoded.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::api::ApiError;

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

/// A list answers `{"items": [...], "metadata": {"total", ...}}` (known); a bare array is read too.
#[derive(Deserialize)]
#[serde(untagged)]
enum List<T> {
    Paged {
        items: Vec<Listed<T>>,
        #[serde(default)]
        metadata: Option<Metadata>,
    },
    Bare(Vec<Listed<T>>),
}

#[derive(Deserialize)]
struct Metadata {
    total: Option<usize>,
}

/// An item of a list, readable or not.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Listed<T> {
    /// It could be read.
    Readable(T),
    /// It could not.
    Unreadable(IgnoredAny),
}

/// Reads a body.
///
/// # Errors
/// [`ApiError::Unreadable`] with the position and the reason.
pub fn read<T: DeserializeOwned>(body: &str) -> Result<T, ApiError> {
    serde_json::from_str(body).map_err(|error| ApiError::Unreadable(error.to_string()))
}

/// Reads one page of a list. Items that cannot be read are counted, and the others are kept.
///
/// # Errors
/// [`ApiError::Unreadable`] when the body is no list at all.
pub fn read_page<T: DeserializeOwned>(body: &str) -> Result<Page<T>, ApiError> {
    let (listed, total) = match read(body)? {
        List::Paged { items, metadata } => (items, metadata.and_then(|metadata| metadata.total)),
        List::Bare(items) => (items, None),
    };
    let all = listed.len();
    let items: Vec<T> = listed
        .into_iter()
        .filter_map(|item| match item {
            Listed::Readable(item) => Some(item),
            Listed::Unreadable(IgnoredAny) => None,
        })
        .collect();
    Ok(Page { unreadable: all - items.len(), items, total })
}
