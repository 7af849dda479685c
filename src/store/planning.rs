//! What applying the draft would do. Nobody plans before something is drafted, so this comes with the second module.

use leptos::prelude::*;

use super::Store;
use crate::model::plan::Plan;
use crate::model::scope::Scope;
use crate::reactive::memo;

impl Store {
    /// Plans from now on, for as long as the views around live.
    pub fn begin_planning(self) {
        let scoped = self.scoped();
        let drafts = self.drafts;
        let plan = memo(move || scoped.with_draft(drafts, Plan::new));
        self.plan.set_value(Some(plan));
        let blocks = move |user| plan.with(|plan| plan.blocks(user));
        self.blocks.set(Some(Callback::new(blocks)));
        on_cleanup(move || self.blocks.set(None));
    }

    /// What applying the draft would do.
    pub(super) fn plan(self) -> Option<Plan> {
        self.plan.get_value().map(|plan| plan.get())
    }

    /// Looks at the plan and the account. Tracks all of it.
    pub fn with_plan<T: Default>(self, look: impl FnOnce(&Plan, Scope) -> T) -> T {
        match self.plan.get_value() {
            Some(plan) => plan.with(|plan| self.with_scope(|scope| look(plan, scope))),
            None => T::default(),
        }
    }
}
