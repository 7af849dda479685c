//! Lists whose pages are not those that were asked for.

use crate::api::paging::{DEFAULT_LIMIT, other_parameters};
use axum::http::Uri;
use serde::Deserialize;

/// What is wrong with the pages of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    /// A page holds no more than so many items, whatever `limit` says.
    pub cap: Option<usize>,
    /// `offset` is ignored: every page is the first.
    pub ignores_offset: bool,
}

impl Pages {
    /// What is asked for instead.
    pub(super) fn asked(&self, uri: &Uri) -> Uri {
        let query = uri.query().unwrap_or_default();
        let given = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|pair| pair.0 == name)?.1.parse().ok()
        };
        let limit: usize = given("limit").unwrap_or(DEFAULT_LIMIT);
        let limit = self.cap.map_or(limit, |cap| limit.min(cap));
        let offset: usize = given("offset").unwrap_or(0);
        let offset = if self.ignores_offset { 0 } else { offset };
        let rest = other_parameters(query);
        let asked = format!("{}?offset={offset}&limit={limit}{rest}", uri.path());
        asked.parse().unwrap_or_else(|_| uri.clone())
    }
}
