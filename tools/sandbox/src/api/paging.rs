//! Lists: pages of at most 100 items, filtered by field.

use super::blocks::Blocks;
use crate::http::error::ApiError;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// The most items of one page.
const MAX_LIMIT: usize = 100;
/// The items of a page when none are asked for.
pub const DEFAULT_LIMIT: usize = 50;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    pub metadata: Metadata,
    pub links: Links,
}

/// Where a page lies in its list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Metadata {
    /// How many items the whole list has.
    pub total: usize,
    /// How many items come before this page.
    pub offset: usize,
    /// How many items this page has.
    pub count: usize,
    /// How many it could have: what was asked for, at most 100.
    pub limit: usize,
}

/// The neighbours of a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Links {
    #[serde(rename = "self")]
    pub this: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct PageParams {
    /// How many items to skip.
    offset: Option<usize>,
    /// How many items to answer; more than 100 are 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// The query of a request for a list.
#[derive(Debug)]
pub struct Page {
    path: String,
    /// Whatever else the query says, as it came; links repeat it.
    rest: String,
    offset: usize,
    limit: usize,
    fields: Vec<(String, String)>,
}

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| ApiError::unprocessable("The query cannot be read"))?;
        let mut page = Self {
            path: parts.uri.path().to_owned(),
            rest: other_parameters(parts.uri.query().unwrap_or_default()),
            offset: 0,
            limit: DEFAULT_LIMIT,
            fields: Vec::new(),
        };
        for (name, value) in query {
            match name.as_str() {
                "offset" => page.offset = count(&name, &value, 0)?,
                "limit" => page.limit = count(&name, &value, 1)?.min(MAX_LIMIT),
                "include" => {}
                _ => page.fields.push((name, value)),
            }
        }
        Ok(page)
    }
}

/// A query without `offset` and `limit`, to be put behind them.
pub fn other_parameters(query: &str) -> String {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(|pair| !pair.starts_with("offset=") && !pair.starts_with("limit="))
        .map(|pair| format!("&{pair}"))
        .collect()
}

fn count(name: &str, value: &str, least: usize) -> Result<usize, ApiError> {
    value
        .parse()
        .ok()
        .filter(|number| (least..=i64::MAX as usize).contains(number))
        .ok_or_else(|| {
            ApiError::unprocessable(format!("{name} must be a whole number from {least} on"))
                .with_details(vec![format!("{name}={value}").into()])
        })
}

/// Whether all or any of the filters must match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Match {
    All,
    Any,
}

/// A list as the database holds it. All its texts are constants of the program; values are bound.
pub struct Source {
    pub columns: &'static str,
    pub from: &'static str,
    /// A condition with the parameters `?1`, `?2`… for `bound`.
    pub always: &'static str,
    pub bound: Vec<String>,
    /// The order, by a unique column.
    pub order: &'static str,
    /// Which query parameter filters by which column.
    pub filters: &'static [(&'static str, &'static str)],
    /// How to find a page of a long list: one whose order is by `id`, of the account that is `?1`.
    pub blocks: Option<Blocks>,
}

impl Page {
    /// Reads this page of a list.
    pub fn read<T>(
        &self,
        connection: &Connection,
        source: Source,
        matching: Match,
        item: impl FnMut(&Row<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<Listing<T>, ApiError> {
        let (from, order) = (source.from, source.order);
        let (mut condition, mut bound) = self.condition(&source, matching)?;
        let (total, skipped) = match source.blocks.filter(|_| self.fields.is_empty()) {
            Some(blocks) => {
                let start = blocks.find(connection, &source.bound[0], self.offset)?;
                bound.push(start.id.into());
                condition = format!("{condition} AND {order} >= ?{}", bound.len());
                (start.total, start.skipped)
            }
            None => {
                let count = format!("SELECT count(*) FROM {from} WHERE {condition}");
                let mut count = connection.prepare_cached(&count)?;
                let total: i64 = count.query_row(params_from_iter(&bound), |row| row.get(0))?;
                (total as usize, self.offset)
            }
        };
        let (limit, offset) = (bound.len() + 1, bound.len() + 2);
        bound.extend([self.limit, skipped].map(|number| Value::Integer(number as i64)));
        let items = connection
            .prepare_cached(&format!(
                "SELECT {} FROM {from} WHERE {condition} ORDER BY {order} LIMIT ?{limit} OFFSET ?{offset}",
                source.columns
            ))?
            .query_map(params_from_iter(&bound), item)?
            .collect::<Result<Vec<T>, _>>()?;
        Ok(self.listing(items, total))
    }

    /// Which rows are asked for, and the values of the parameters.
    fn condition(
        &self,
        source: &Source,
        matching: Match,
    ) -> Result<(String, Vec<Value>), ApiError> {
        let mut bound: Vec<Value> = source.bound.iter().cloned().map(Value::Text).collect();
        let mut conditions = Vec::new();
        for (name, value) in &self.fields {
            let column = source.filters.iter().find(|filter| filter.0 == name);
            let (_, column) = column.ok_or_else(|| no_such_filter(name, source.filters))?;
            bound.push(value.clone().into());
            conditions.push(format!("{column} = ?{}", bound.len()));
        }
        let glue = match matching {
            Match::All => " AND ",
            Match::Any => " OR ",
        };
        let condition = match conditions.is_empty() {
            true => source.always.to_owned(),
            false => format!("{} AND ({})", source.always, conditions.join(glue)),
        };
        Ok((condition, bound))
    }

    fn listing<T>(&self, items: Vec<T>, total: usize) -> Listing<T> {
        let (path, limit, rest) = (&self.path, self.limit, &self.rest);
        let link = |offset: usize| format!("{path}?offset={offset}&limit={limit}{rest}");
        let after = self.offset.saturating_add(self.limit);
        Listing {
            links: Links {
                this: link(self.offset),
                next: (after < total).then(|| link(after)),
                prev: (self.offset > 0).then(|| link(self.offset.saturating_sub(self.limit))),
            },
            metadata: Metadata {
                total,
                offset: self.offset,
                count: items.len(),
                limit: self.limit,
            },
            items,
        }
    }
}

fn no_such_filter(name: &str, filters: &[(&str, &str)]) -> ApiError {
    let known: Vec<_> = filters.iter().map(|filter| filter.0).collect();
    ApiError::unprocessable(format!("This list cannot be filtered by {name}"))
        .with_details(vec![format!("It can by {}", known.join(", ")).into()])
}
