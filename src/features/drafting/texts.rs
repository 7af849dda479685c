//! Texts on a draft.

use crate::domain::plan::PlanCounts;
use crate::i18n::{count, joined};

/// The changes that can be made, and the emails they send.
pub(crate) fn summary(counts: PlanCounts) -> String {
    let changes = count("bar.changes", counts.changes);
    let emails = (counts.emails > 0).then(|| count("bar.emails", counts.emails));
    joined([Some(changes), emails])
}
