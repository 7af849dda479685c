//! Runs that this page did not start: interrupted ones, and those in other tabs.

use crate::journal::{Journal, ProgressMessage};

/// A run that this page did not start.
#[derive(Clone, Debug)]
pub enum OtherRun {
    /// It was interrupted.
    Interrupted(Box<Journal>),
    /// Another tab is applying it; its progress, once received.
    InOtherTab(Option<ProgressMessage>),
}
