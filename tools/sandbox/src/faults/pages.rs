//! Lists whose pages are not those that were asked for.

use super::answers::whole;
use axum::{
    body::Body,
    http::{Uri, header},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

/// What is wrong with the pages of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    /// A page holds no more than so many items, whatever `limit` says.
    pub cap: Option<usize>,
    /// `offset` is ignored: every page is the first.
    pub ignores_offset: bool,
    /// What is said of the whole list.
    pub total: Option<Total>,
}

/// What is said of a whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// There is no `metadata.total`.
    Absent,
    /// There is no `metadata`.
    NoMetadata,
    /// Just this.
    Is(u64),
    /// So many more with each page than with the one before.
    GrowsBy(u64),
}

/// The items of a page when none are asked for, as in `paging`.
const USUAL: usize = 50;

impl Pages {
    /// What is asked for instead.
    pub(super) fn asked(&self, uri: &Uri) -> Uri {
        let query = uri.query().unwrap_or_default();
        let given = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|pair| pair.0 == name)?.1.parse().ok()
        };
        let limit: usize = given("limit").unwrap_or(USUAL);
        let limit = self.cap.map_or(limit, |cap| limit.min(cap));
        let offset: usize = given("offset").unwrap_or(0);
        let offset = if self.ignores_offset { 0 } else { offset };
        let rest: String = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .filter(|pair| !pair.starts_with("offset=") && !pair.starts_with("limit="))
            .map(|pair| format!("&{pair}"))
            .collect();
        let asked = format!("{}?offset={offset}&limit={limit}{rest}", uri.path());
        asked.parse().unwrap_or_else(|_| uri.clone())
    }

    /// What is answered instead.
    pub(super) async fn answered(&self, response: Response) -> Response {
        let Some(total) = self.total else {
            return response;
        };
        let (mut parts, bytes) = whole(response).await;
        let body = match serde_json::from_slice::<Value>(&bytes) {
            Ok(mut page) if page["items"].is_array() => {
                total.write(&mut page);
                page.to_string().into()
            }
            _ => bytes,
        };
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(body))
    }
}

impl Total {
    fn write(self, page: &mut Value) {
        let figure = |name: &str| page["metadata"][name].as_u64().unwrap_or_default();
        let pages_before = figure("offset") / figure("limit").max(1);
        let grown = figure("total");
        match self {
            Self::NoMetadata => {
                page.as_object_mut().map(|page| page.remove("metadata"));
            }
            Self::Absent => {
                let metadata = page["metadata"].as_object_mut();
                metadata.map(|metadata| metadata.remove("total"));
            }
            Self::Is(total) => page["metadata"]["total"] = total.into(),
            Self::GrowsBy(by) => {
                page["metadata"]["total"] = (grown + by * pages_before).into();
            }
        }
    }
}
