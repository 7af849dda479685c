//! The available choices and the plans of the drafts. Part of the second module.

use std::sync::Arc;

use leptos::prelude::*;

use super::drafts::Drafts;
use super::plans::Plans;
use super::state::Drafting;
use crate::domain::application_view::ApplicationView;
use crate::domain::choices::{self, NumberChoice, TypeChoice};
use crate::domain::draft::Draft;
use crate::domain::ids::UserId;
use crate::domain::plan::{BlockReason, Plan};
use crate::features::table::state::Table;

impl Drafting {
    /// Starts planning, until the owner is cleaned up.
    pub fn begin_planning(self) {
        let plan = Memo::new(move |_| self.with_draft(Plan::new));
        let reviewed = Memo::new(move |_| match self.reviewed.get() {
            None => plan.get(),
            Some(users) => {
                self.with_draft(|draft, app_view| Plan::new(&draft.only(&users), app_view))
            }
        });
        let applications = 0..self.session.config().applications.len();
        let pending = applications.map(|application| self.count_pending(application, plan));
        let plans = Plans {
            types: Memo::new(move |_| self.table.with_app_view(choices::types)),
            numbers: number_choices(self.table, self.drafts),
            plan,
            reviewed,
            blocked: Memo::new(move |_| plan.with(Plan::block_reasons)),
            pending: StoredValue::new(pending.collect()),
        };
        self.plans.set(Some(plans));
        on_cleanup(move || self.plans.set(None));
    }

    /// The number of users with changes in an application; `shown` is the plan of the selected one.
    fn count_pending(self, application: usize, shown: Memo<Plan>) -> Memo<usize> {
        let draft = self.drafts.of(application);
        Memo::new(move |_| {
            if draft.with(Draft::is_empty) {
                0
            } else if application == self.table.application.get() {
                shown.with(|plan| plan.changes.len())
            } else {
                draft.with(|draft| {
                    self.account.with_application(application, |app_view| {
                        Plan::new(draft, app_view).changes.len()
                    })
                })
            }
        })
    }

    /// The license types as options.
    pub fn type_choices(self) -> Vec<TypeChoice> {
        self.plans
            .get()
            .map(|plans| plans.types.get())
            .unwrap_or_default()
    }

    /// The numbers as options.
    pub fn number_choices(self) -> Arc<Vec<NumberChoice>> {
        self.plans
            .get()
            .map(|plans| plans.numbers.get())
            .unwrap_or_default()
    }

    /// Why a user's change is blocked, if it is.
    pub fn block_reason(self, user: UserId) -> Option<BlockReason> {
        let plans = self.plans.get()?;
        plans.blocked.with(|blocked| blocked.get(&user).copied())
    }

    /// How many users of an application the plan changes. Before planning has started, how many have a pending change.
    pub fn pending(self, application: usize) -> usize {
        match self.plans.get() {
            Some(plans) => plans
                .pending
                .with_value(|pending| pending[application].get()),
            None => self.drafted(application),
        }
    }

    /// The plan of the users under review.
    pub(crate) fn reviewed_plan(self) -> Option<Plan> {
        self.plans.get().map(|plans| plans.reviewed.get())
    }

    /// How many users of the draft are blocked.
    pub fn blocked(self) -> usize {
        self.with_plan(|plan, _| plan.blocked.len())
    }

    /// Discards the blocked changes under review.
    pub fn discard_blocked(self) {
        let blocked: Vec<UserId> =
            untrack(|| self.with_reviewed(|plan, _| plan.blocked_users().collect()));
        self.edit(|draft, _| blocked.into_iter().for_each(|user| draft.forget(user)));
        self.forget_shortage();
    }

    /// Reads the plan and the account. Tracks both.
    pub fn with_plan<T: Default>(self, look: impl FnOnce(&Plan, ApplicationView) -> T) -> T {
        let plans = self.plans.get();
        self.read_plan(plans.map(|plans| plans.plan), look)
    }

    /// Reads the plan of the users under review, and the account. Tracks both.
    pub fn with_reviewed<T: Default>(self, look: impl FnOnce(&Plan, ApplicationView) -> T) -> T {
        let plans = self.plans.get();
        self.read_plan(plans.map(|plans| plans.reviewed), look)
    }

    fn read_plan<T: Default>(
        self,
        plan: Option<Memo<Plan>>,
        look: impl FnOnce(&Plan, ApplicationView) -> T,
    ) -> T {
        match plan {
            Some(plan) => {
                plan.with(|plan| self.table.with_app_view(|app_view| look(plan, app_view)))
            }
            None => T::default(),
        }
    }
}

/// The numbers as options. Not recomputed when only licenses change.
fn number_choices(table: Table, drafts: Drafts) -> Memo<Arc<Vec<NumberChoice>>> {
    let chosen = Memo::new(move |_| {
        let draft = drafts.of(table.application.get());
        draft.with(Draft::claimed_numbers)
    });
    Memo::new(move |_| {
        let numbers =
            |app_view: ApplicationView| chosen.with(|chosen| choices::numbers(app_view, chosen));
        Arc::new(table.with_app_view(numbers))
    })
}
