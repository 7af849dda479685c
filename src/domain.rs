//! The domain model: directory, filters, selection, drafts and plans. Pure Rust: no browser, no framework, no I/O.

pub mod application_view;
pub mod catalog;
pub mod choices;
pub mod date;
pub mod directory;
pub mod draft;
pub mod ids;
pub mod keyed;
pub mod lookalike;
pub mod number;
pub mod plan;
pub mod query;
pub mod row_view;
pub mod search_key;
pub mod selection;
pub mod undo;
pub mod user_view;

#[cfg(test)]
pub(crate) mod fixtures;
