//! Reads whole lists: the first page first, then up to six at once; a failed page is tried again alone.

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
    /// The path, with its filters if it has any.
    path: String,
    /// Whether a page that fails is tried again; a run has its own retries.
    is_retried: bool,
    items: PhantomData<T>,
}

/// What a page brings.
#[derive(Debug)]
pub struct Page<T> {
    /// The items that no page before has brought.
    pub items: Vec<T>,
    /// Different items read so far, of all pages, with those that do not decode.
    pub read: usize,
    /// How many items there are on all pages, where the API says.
    pub total: Option<usize>,
}

/// What became of the reading of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Read {
    /// Why a page could not be read, if so.
    pub error: Option<ApiError>,
    /// Whether not even the first page could be read.
    pub is_empty: bool,
    /// So many items may be missing, at least.
    pub missing: usize,
    /// Why items do not decode, each with its place in the list.
    pub undecodable: Vec<DecodeError>,
    /// Items that were handed over and are in the list no longer.
    pub gone: KeySet<Key>,
}

/// Takes the body of the page at an offset, and tells the paging.
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

    /// The same list, of which no page is tried again.
    pub fn at_once(self) -> Self {
        Self {
            is_retried: false,
            ..self
        }
    }

    /// Reads the list and hands each page over as it comes, in any order but for the first, each item once.
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
    /// Why it could not be read.
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
    /// The first error of a page; [`ApiError::Unreadable`] when items are missing or do not decode, since then nothing
    /// is proven by what is there.
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

/// The pages of a list, whatever its items are.
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
            action.get_patiently(self.service, &path).await
        } else {
            action.get(self.service, &path).await
        }
    }
}

/// Waits for two readings at once; the first error counts.
pub async fn both(
    first: LocalBoxFuture<'_, Result<(), ApiError>>,
    second: LocalBoxFuture<'_, Result<(), ApiError>>,
) -> Result<(), ApiError> {
    let (first, second) = join(first, second).await;
    first.and(second)
}
