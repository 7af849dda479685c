//! What a license is: pure Rust, no browser, no framework, no I/O.

pub mod catalog;
pub mod choices;
pub mod date;
pub mod directory;
pub mod draft;
pub mod entry;
pub mod fold;
pub mod ids;
pub mod keyed;
pub mod lookalike;
pub mod number;
pub mod plan;
pub mod query;
pub mod scope;
pub mod selection;
pub mod undo;

#[cfg(test)]
pub(crate) mod sample;
