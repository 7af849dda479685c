//! What is derived from the drafts, each part computed when it is read.

use std::sync::Arc;

use leptos::prelude::*;

use super::license_options::LicenseOptions;
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::TypeIndex;
use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::draft::Draft;
use crate::domain::ids::UserId;
use crate::domain::plan::{BlockReason, DraftSummary, Plan, PlanCounts, Seatless};

/// The available choices and the plans.
#[derive(Clone, Copy)]
pub(crate) struct Plans {
    pub(super) types: Memo<Vec<TypeChoice>>,
    pub(super) licenses: Memo<LicenseOptions>,
    pub(super) numbers: Memo<Arc<Vec<NumberChoice>>>,
    /// By application.
    pub(super) drafts: StoredValue<Vec<DraftPlan>>,
    /// The plan of the users under review, if they are not all of the draft.
    pub(super) reviewed: Memo<Plan>,
}

/// What is derived from one draft.
#[derive(Clone, Copy)]
pub(super) struct DraftPlan {
    /// Made anew when the account changes; `Drafting::edit` updates it.
    pub(super) summary: Memo<LiveSummary>,
    pub(super) counts: Memo<PlanCounts>,
    /// Expensive to compute for large drafts, so that only the review reads it.
    pub(super) plan: Memo<Plan>,
}

/// A summary that follows the edits of its draft.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct LiveSummary {
    summary: ArcRwSignal<DraftSummary>,
    /// Not a memo, which would check all rows after each edit.
    seatless: ArcRwSignal<Seatless>,
}

impl LiveSummary {
    pub(super) fn new(draft: &Draft, app_view: ApplicationView) -> Self {
        let summary = DraftSummary::new(draft, app_view);
        Self {
            seatless: ArcRwSignal::new(summary.seatless(draft, app_view)),
            summary: ArcRwSignal::new(summary),
        }
    }

    /// Follows an edit of these users.
    pub(super) fn update(&self, edited: &[UserId], draft: &Draft, app_view: ApplicationView) {
        self.summary
            .update(|summary| summary.update(edited, draft, app_view));
        let seatless = self
            .summary
            .with_untracked(|summary| summary.seatless(draft, app_view));
        if self.seatless.with_untracked(|before| *before != seatless) {
            self.seatless.set(seatless);
        }
    }

    pub(super) fn pending_seats(&self, kind: TypeIndex) -> i64 {
        self.summary.with(|summary| summary.pending_seats(kind))
    }

    pub(super) fn track_seatless(&self) {
        self.seatless.track();
    }

    pub(super) fn counts(&self) -> PlanCounts {
        self.summary
            .with(|summary| self.seatless.with(|seatless| summary.counts(seatless)))
    }

    /// Why the change of a user is blocked, if it is. Rows watch the user.
    pub(super) fn block_reason(
        &self,
        user: UserId,
        app_view: ApplicationView,
    ) -> Option<BlockReason> {
        self.seatless.with(|seatless| {
            self.summary
                .with_untracked(|summary| summary.block_reason(user, seatless, app_view))
        })
    }
}
