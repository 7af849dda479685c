//! Whole lists, page by page: the first page first, then up to six at once; a failed page is tried again alone.

use futures_util::future::{LocalBoxFuture, join};
use futures_util::{StreamExt, stream};

use super::ApiError;
use super::client::{Action, READS_AT_ONCE, Service};
use super::wire::{Page, read_page};
use crate::json::Value;

/// The most items that the API gives on one page.
pub const PAGE: usize = 100;

/// A list of one service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// The service.
    pub service: Service,
    /// The path, with its filters if it has any.
    pub path: String,
    /// Whether a page that fails is tried again; a run has its own patience.
    patient: bool,
}

/// A page that could not be read after several tries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingPage {
    /// Where it begins.
    pub offset: usize,
    /// Why.
    pub error: ApiError,
}

/// Which pages of a list to read.
pub enum Pages {
    /// All of them.
    All,
    /// Those that could not be read before.
    Missing(Vec<MissingPage>),
}

/// How much a page held, of how much.
struct Extent {
    items: usize,
    total: Option<usize>,
}

/// Takes a page's body; answers how much it held.
type Take<'a> = &'a mut dyn FnMut(&str) -> Result<Extent, ApiError>;

impl List {
    /// A list of a service.
    pub fn new(service: Service, path: String) -> Self {
        Self {
            service,
            path,
            patient: true,
        }
    }

    /// The same list, of which no page is tried again.
    pub fn at_once(self) -> Self {
        Self {
            patient: false,
            ..self
        }
    }

    /// Reads pages and hands each over as it comes, in any order but for the first. Answers those that are missing.
    /// `item` reads one item.
    pub async fn read<T>(
        &self,
        action: &Action,
        pages: Pages,
        item: fn(&Value) -> Option<T>,
        mut each: impl FnMut(Page<T>),
    ) -> Vec<MissingPage> {
        let mut take = |body: &str| {
            let page = read_page(body, item)?;
            let extent = Extent {
                items: page.len(),
                total: page.total,
            };
            each(page);
            Ok(extent)
        };
        self.read_bodies(action, pages, &mut take).await
    }

    async fn read_bodies(&self, action: &Action, pages: Pages, take: Take<'_>) -> Vec<MissingPage> {
        let offsets: Vec<usize> = match pages {
            Pages::Missing(missing) => missing.into_iter().map(|page| page.offset).collect(),
            Pages::All => match self.page(action, 0).await.and_then(|body| take(&body)) {
                Ok(Extent {
                    total: Some(total), ..
                }) => (PAGE..total).step_by(PAGE).collect(),
                Ok(Extent { total: None, items }) => {
                    return self.read_on(action, items, take).await;
                }
                Err(error) => return vec![MissingPage { offset: 0, error }],
            },
        };
        let requests = offsets
            .into_iter()
            .map(|offset| async move { (offset, self.page(action, offset).await) });
        let mut answers = stream::iter(requests).buffer_unordered(READS_AT_ONCE);
        let mut missing = Vec::new();
        while let Some((offset, answer)) = answers.next().await {
            if let Err(error) = answer.and_then(|body| take(&body)) {
                missing.push(MissingPage { offset, error });
            }
        }
        missing
    }

    /// Without a total: page after page, until one is not full.
    async fn read_on(&self, action: &Action, mut items: usize, take: Take<'_>) -> Vec<MissingPage> {
        let mut offset = PAGE;
        while items >= PAGE {
            match self.page(action, offset).await.and_then(|body| take(&body)) {
                Ok(extent) => items = extent.items,
                Err(error) => return vec![MissingPage { offset, error }],
            }
            offset += PAGE;
        }
        Vec::new()
    }

    async fn page(&self, action: &Action, offset: usize) -> Result<String, ApiError> {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        let path = format!("{}{mark}offset={offset}&limit={PAGE}", self.path);
        if self.patient {
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
