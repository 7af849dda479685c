//! What applying the draft would do. Nobody plans before something is drafted, so this comes with the second module.

use leptos::prelude::*;

use super::Store;
use crate::model::plan::Plan;
use crate::model::scope::Scope;
use crate::reactive::memo;

/// What applying would do.
#[derive(Clone, Copy)]
pub(super) struct Plans {
    /// All that is drafted.
    plan: Memo<Plan>,
    /// What is reviewed.
    reviewed: Memo<Plan>,
}

impl Store {
    /// Plans from now on, for as long as the views around live.
    pub fn begin_planning(self) {
        let scoped = self.scoped();
        let drafts = self.drafts;
        let plan = memo(move || scoped.with_draft(drafts, Plan::new));
        let reviewed = memo(move || match self.reviewed.get() {
            None => plan.get(),
            Some(users) => {
                scoped.with_draft(drafts, |draft, scope| Plan::new(&draft.only(&users), scope))
            }
        });
        self.plans.set_value(Some(Plans { plan, reviewed }));
        let blocks = move |user| plan.with(|plan| plan.blocks(user));
        self.blocks.set(Some(Callback::new(blocks)));
        on_cleanup(move || self.blocks.set(None));
    }

    /// What applying what is reviewed would do.
    pub(super) fn reviewed_plan(self) -> Option<Plan> {
        self.plans.get_value().map(|plans| plans.reviewed.get())
    }

    /// Looks at the plan and the account. Tracks all of it.
    pub fn with_plan<T: Default>(self, look: impl FnOnce(&Plan, Scope) -> T) -> T {
        let plans = self.plans.get_value();
        self.look_at(plans.map(|plans| plans.plan), look)
    }

    /// Looks at the plan of those whom the review is about. Tracks all of it.
    pub fn with_reviewed<T: Default>(self, look: impl FnOnce(&Plan, Scope) -> T) -> T {
        let plans = self.plans.get_value();
        self.look_at(plans.map(|plans| plans.reviewed), look)
    }

    fn look_at<T: Default>(
        self,
        plan: Option<Memo<Plan>>,
        look: impl FnOnce(&Plan, Scope) -> T,
    ) -> T {
        match plan {
            Some(plan) => plan.with(|plan| self.with_scope(|scope| look(plan, scope))),
            None => T::default(),
        }
    }
}
