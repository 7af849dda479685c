//! The content of the license cells of a row.

use crate::components::SelectOptions;
use crate::domain::ids::UserId;
use crate::domain::row_view::RowView;
use crate::engine::Outcome;

/// A user's license and number, and the outcome of the run.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) user: UserId,
    pub(super) view: RowView,
    /// Whether the email address has look-alike characters.
    pub(super) is_lookalike: bool,
    pub(super) outcome: Option<Outcome>,
    /// The license types to choose from.
    pub(super) options: SelectOptions,
    /// Whether nobody's license can be changed: a run is active, or the licenses are not loaded.
    pub(super) is_locked: bool,
}
