//! A run that this page has not begun.

use crate::journal::{Journal, News};

/// A run that this page has not begun.
#[derive(Clone, Debug)]
pub enum Unfinished {
    /// It was left, by this tab or another one.
    Left(Box<Journal>),
    /// Another tab carries it out; how far it is, once that tab has said so.
    Elsewhere(Option<News>),
}
