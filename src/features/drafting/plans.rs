//! What is derived from the drafts, each part computed when it is read.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::domain::plan::{BlockReason, DraftSummary, Plan, PlanCounts};

/// The available choices and the plans.
#[derive(Clone, Copy)]
pub(crate) struct Plans {
    pub(super) types: Memo<Vec<TypeChoice>>,
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
    pub(super) summary: Memo<ArcRwSignal<DraftSummary>>,
    /// Whether the summary does not suffice.
    pub(super) needs_plan: Memo<bool>,
    /// Expensive to compute for large drafts.
    pub(super) plan: Memo<Plan>,
    pub(super) counts: Memo<PlanCounts>,
    /// The block reasons of the plan, by user.
    pub(super) blocked: Memo<KeyMap<UserId, BlockReason>>,
}

impl DraftPlan {
    /// Why a user's change is blocked, if it is.
    pub(super) fn block_reason(self, user: UserId) -> Option<BlockReason> {
        if self.needs_plan.get() {
            self.blocked.with(|blocked| blocked.get(&user).copied())
        } else {
            self.with_summary(|summary| summary.block_reason(user))
        }
    }

    pub(super) fn with_summary<T>(self, look: impl FnOnce(&DraftSummary) -> T) -> T {
        self.summary.get().with(look)
    }
}
