//! Reads whole lists: the first page, then up to six pages at once. A failed page is retried alone.

use std::marker::PhantomData;

use futures_util::StreamExt;
use futures_util::future::{LocalBoxFuture, join};
use futures_util::stream::FuturesUnordered;

use super::ApiError;
use super::client::{Action, Service};
use super::dto::{Item, Listed, decode_page};
use super::paging::{Completeness, Key, Next, PAGE, Paging};
use crate::decode::DecodeError;
use crate::domain::keyed::KeySet;

/// A list of one service.
pub struct List<T> {
    service: Service,
    /// The path, including any filters.
    path: String,
    /// Whether failed pages are retried; a run does its own retries.
    is_retried: bool,
    items: PhantomData<T>,
}

/// A page as it arrives.
#[derive(Debug)]
pub struct Page<T> {
    /// The items that no earlier page contained.
    pub items: Vec<T>,
    /// Distinct items read so far on all pages, including undecodable ones.
    pub read: usize,
    /// The total number of items, if the API says.
    pub total: Option<usize>,
}

/// The outcome of reading a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Read {
    /// The error of a page that could not be read.
    pub error: Option<ApiError>,
    /// Whether no page could be read.
    pub is_empty: bool,
    /// How many items may be missing, at least.
    pub missing: usize,
    /// Why items do not decode, each with its index in the list.
    pub undecodable: Vec<DecodeError>,
    /// Items of earlier pages that are no longer in the list.
    pub gone: KeySet<Key>,
}

/// Takes the body of the page at an offset.
type Take<'a> = &'a mut dyn FnMut(&str, &mut Paging, usize) -> Result<(), ApiError>;

impl<T: Item> List<T> {
    /// A list of a service.
    pub fn new(service: Service, path: String) -> Self {
        Self {
            service,
            path,
            is_retried: true,
            items: PhantomData,
        }
    }

    /// The same list, without retries.
    pub fn at_once(self) -> Self {
        Self {
            is_retried: false,
            ..self
        }
    }

    /// Reads the list and passes on each page as it arrives: the first page first, the rest in any order, each item
    /// once.
    pub async fn read(&self, action: &Action, mut each: impl FnMut(Page<T>)) -> Read {
        let mut take = |body: &str, paging: &mut Paging, offset: usize| {
            let Listed {
                mut items,
                keys,
                total,
            } = decode_page::<T>(body)?;
            let mut is_new = paging.take(offset, keys, total).into_iter();
            items.retain(|_| is_new.next().unwrap_or_default());
            each(Page {
                items,
                read: paging.read(),
                total,
            });
            Ok(())
        };
        self.pages().read(action, &mut take).await
    }

    /// Reads one page.
    ///
    /// # Errors
    /// Every [`ApiError`].
    pub async fn read_page(&self, action: &Action, offset: usize) -> Result<Listed<T>, ApiError> {
        let body = self.pages().page(action, offset).await?;
        Ok(decode_page(&body)?)
    }

    fn pages(&self) -> Pages<'_> {
        Pages {
            service: self.service,
            path: &self.path,
            is_retried: self.is_retried,
        }
    }

    /// Reads the list as a whole.
    ///
    /// # Errors
    /// The first error of a page; [`ApiError::Unreadable`] when items are missing or do not decode, since an incomplete
    /// list proves nothing.
    pub async fn read_whole(&self, action: &Action) -> Result<Vec<T>, ApiError> {
        let mut items = Vec::new();
        let read = self.read(action, |page| items.extend(page.items)).await;
        if let Some(error) = read.error {
            return Err(error);
        }
        match read.missing + read.undecodable.len() {
            0 => {
                items.retain(|item| !read.gone.contains(&item.key()));
                Ok(items)
            }
            n => Err(ApiError::unreadable(format!("{n} items are missing"))),
        }
    }
}

/// The pages of a list, independent of the item type.
struct Pages<'a> {
    service: Service,
    path: &'a str,
    is_retried: bool,
}

impl Pages<'_> {
    async fn read(&self, action: &Action, take: Take<'_>) -> Read {
        let mut paging = Paging::default();
        let mut asked = FuturesUnordered::new();
        let mut read = Read {
            is_empty: true,
            ..Read::default()
        };
        loop {
            match paging.step() {
                Next::Ask(offset) => {
                    asked.push(async move { (offset, self.page(action, offset).await) });
                    continue;
                }
                Next::Wait => {}
                Next::End => break,
            }
            let Some((offset, answer)) = asked.next().await else {
                break;
            };
            match answer.and_then(|body| take(&body, &mut paging, offset)) {
                Ok(()) => read.is_empty = false,
                Err(error) => {
                    paging.fail(offset);
                    read.error.get_or_insert(error);
                }
            }
        }
        read.undecodable = paging.undecodable();
        match paging.completeness() {
            Completeness::Whole { gone } => read.gone = gone,
            Completeness::Missing(missing) => read.missing = missing,
            Completeness::Broken => {}
        }
        read
    }

    async fn page(&self, action: &Action, offset: usize) -> Result<String, ApiError> {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        let path = format!("{}{mark}offset={offset}&limit={PAGE}", self.path);
        if self.is_retried {
            action.get_with_retries(self.service, &path).await
        } else {
            action.get(self.service, &path).await
        }
    }
}

/// Awaits two reads concurrently; returns the first error.
pub async fn both(
    first: LocalBoxFuture<'_, Result<(), ApiError>>,
    second: LocalBoxFuture<'_, Result<(), ApiError>>,
) -> Result<(), ApiError> {
    let (first, second) = join(first, second).await;
    first.and(second)
}
