//! What applying the draft would do. Nobody plans before something is drafted, so this comes with the second module.

use leptos::prelude::*;

use super::Store;
use crate::domain::application_view::ApplicationView;
use crate::domain::draft::Draft;
use crate::domain::ids::UserId;
use crate::domain::plan::Plan;

/// What applying would do.
#[derive(Clone, Copy)]
pub(super) struct Plans {
    /// All that is drafted.
    plan: Memo<Plan>,
    /// What is reviewed.
    reviewed: Memo<Plan>,
    /// How many users of each application change.
    pending: Memo<Vec<usize>>,
}

impl Store {
    /// Plans from now on, for as long as the views around live.
    pub fn begin_planning(self) {
        let app_views = self.app_views();
        let drafts = self.drafts;
        let plan = Memo::new(move |_| app_views.with_draft(drafts, Plan::new));
        let reviewed = Memo::new(move |_| match self.reviewed.get() {
            None => plan.get(),
            Some(users) => app_views.with_draft(drafts, |draft, app_view| {
                Plan::new(&draft.only(&users), app_view)
            }),
        });
        let pending = Memo::new(move |_| self.count_pending(plan));
        let plans = Plans {
            plan,
            reviewed,
            pending,
        };
        self.plans.set(Some(plans));
        let blocks = move |user| plan.with(|plan| plan.blocks(user));
        self.blocks.set(Some(Callback::new(blocks)));
        on_cleanup(move || {
            self.plans.set(None);
            self.blocks.set(None);
        });
    }

    fn count_pending(self, shown: Memo<Plan>) -> Vec<usize> {
        let of = |(application, draft): (usize, &Draft)| {
            if draft.is_empty() {
                0
            } else if application == self.application.get() {
                shown.with(|plan| plan.changes.len())
            } else {
                self.with_application(application, |app_view| {
                    Plan::new(draft, app_view).changes.len()
                })
            }
        };
        self.drafts
            .with(|drafts| drafts.iter().enumerate().map(of).collect())
    }

    /// How many users of an application change once what is drafted is applied. Before there is a plan, for how many
    /// something is wished.
    pub fn pending(self, application: usize) -> usize {
        match self.plans.get() {
            Some(plans) => plans.pending.with(|pending| pending[application]),
            None => self.drafted(application),
        }
    }

    /// What applying what is reviewed would do.
    pub(super) fn reviewed_plan(self) -> Option<Plan> {
        self.plans.get().map(|plans| plans.reviewed.get())
    }

    /// For how many users what is wished cannot be done, of all that is drafted.
    pub fn blocked(self) -> usize {
        self.with_plan(|plan, _| plan.blocked.len())
    }

    /// Drops what is wished for those for whom it cannot be done, of all who are reviewed.
    pub fn discard_blocked(self) {
        let blocked: Vec<UserId> =
            untrack(|| self.with_reviewed(|plan, _| plan.blocked_users().collect()));
        self.edit(|draft, _| blocked.into_iter().for_each(|user| draft.forget(user)));
        self.forget_shortage();
    }

    /// Looks at the plan and the account. Tracks all of it.
    pub fn with_plan<T: Default>(self, look: impl FnOnce(&Plan, ApplicationView) -> T) -> T {
        let plans = self.plans.get();
        self.look_at(plans.map(|plans| plans.plan), look)
    }

    /// Looks at the plan of those whom the review is about. Tracks all of it.
    pub fn with_reviewed<T: Default>(self, look: impl FnOnce(&Plan, ApplicationView) -> T) -> T {
        let plans = self.plans.get();
        self.look_at(plans.map(|plans| plans.reviewed), look)
    }

    fn look_at<T: Default>(
        self,
        plan: Option<Memo<Plan>>,
        look: impl FnOnce(&Plan, ApplicationView) -> T,
    ) -> T {
        match plan {
            Some(plan) => plan.with(|plan| self.with_app_view(|app_view| look(plan, app_view))),
            None => T::default(),
        }
    }
}
