//! The available choices and the plans of the drafts. Part of the second module.

use std::sync::Arc;

use leptos::prelude::*;

use super::drafts::Drafts;
use super::license_options::{LicenseOptions, Situation};
use super::plans::{DraftPlan, LiveSummary, Plans};
use super::state::Drafting;
use crate::components::SelectOptions;
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::TypeIndex;
use crate::domain::choices::{self, NumberChoice, TypeChoice};
use crate::domain::draft::Draft;
use crate::domain::ids::UserId;
use crate::domain::plan::{BlockReason, Plan, PlanCounts};
use crate::features::directory::load_state::LoadState;
use crate::features::directory::state::Account;
use crate::features::table::state::Table;
use crate::i18n::say;

impl Drafting {
    /// Starts planning, until the owner is cleaned up.
    pub fn begin_planning(self) {
        let applications = 0..self.session.config().applications.len();
        let drafts = applications.map(|application| self.draft_plan(application));
        let reviewed = Memo::new(move |_| {
            let users = self.reviewed.get().unwrap_or_default();
            self.with_draft(|draft, app_view| Plan::new(&draft.only(&users), app_view))
        });
        let types = Memo::new(move |_| self.table.with_app_view(choices::types));
        let none = Memo::new(move |_| no_license(self.account));
        let plans = Plans {
            types,
            licenses: Memo::new(move |_| LicenseOptions::new(types.get(), none.get())),
            numbers: number_choices(self.table, self.drafts),
            drafts: StoredValue::new(drafts.collect()),
            reviewed,
        };
        self.plans.set(Some(plans));
        on_cleanup(move || self.plans.set(None));
    }

    fn draft_plan(self, application: usize) -> DraftPlan {
        let summary = Memo::new(move |_| {
            let summarize = |app_view: ApplicationView| {
                let draft = self.drafts.of(application);
                draft.with_untracked(|draft| LiveSummary::new(draft, app_view))
            };
            self.account.with_application(application, summarize)
        });
        DraftPlan {
            summary,
            counts: Memo::new(move |_| summary.get().counts()),
            plan: Memo::new(move |_| self.with_draft_of(application, Plan::new)),
        }
    }

    /// Updates the summary of a draft after these users were edited.
    pub(super) fn update_summary(
        self,
        application: usize,
        edited: &[UserId],
        app_view: ApplicationView,
    ) {
        let Some(plan) = self.plan_of(application) else {
            return;
        };
        let summary = plan.summary.get();
        self.drafts
            .of(application)
            .with(|draft| summary.update(edited, draft, app_view));
    }

    fn plan_of(self, application: usize) -> Option<DraftPlan> {
        let plans = self.plans.get()?;
        Some(plans.drafts.with_value(|drafts| drafts[application]))
    }

    /// The license types as options.
    pub fn type_choices(self) -> Vec<TypeChoice> {
        self.plans
            .get()
            .map(|plans| plans.types.get())
            .unwrap_or_default()
    }

    /// The options of a dropdown of license types.
    pub fn license_options(self, situation: Situation) -> SelectOptions {
        self.plans
            .get()
            .map(|plans| plans.licenses.get().of(situation))
            .unwrap_or_default()
    }

    /// Tracks the license types as options, and who of the selected application gets no seat.
    pub fn track_choices(self) {
        if let Some(plans) = self.plans.get() {
            plans.licenses.track();
        }
        if let Some(plan) = self.plan_of(self.table.application.get()) {
            plan.summary.get().track_seatless();
        }
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
        let plan = self.plan_of(self.table.application.get())?;
        let summary = plan.summary.get();
        self.table
            .with_app_view(|app_view| summary.block_reason(user, app_view))
    }

    /// What the draft of an application comes to.
    pub fn counts(self, application: usize) -> PlanCounts {
        let plan = self.plan_of(application);
        plan.map(|plan| plan.counts.get()).unwrap_or_default()
    }

    /// How many seats of a license type the draft of an application takes, or frees if negative.
    pub fn pending_seats(self, application: usize, kind: TypeIndex) -> i64 {
        let plan = self.plan_of(application);
        plan.map_or(0, |plan| plan.summary.get().pending_seats(kind))
    }

    /// How many users of an application the plan changes. Before planning has started, how many have a pending change.
    pub fn pending(self, application: usize) -> usize {
        match self.plan_of(application) {
            Some(plan) => plan.counts.get().changes,
            None => self.drafted(application),
        }
    }

    /// The plan of the users under review.
    pub(crate) fn reviewed_plan(self) -> Option<Plan> {
        self.plan_under_review().map(|plan| plan.get())
    }

    /// Discards all blocked changes.
    pub fn discard_all_blocked(self) {
        self.review_all();
        self.discard_blocked();
    }

    /// Discards the blocked changes under review.
    pub fn discard_blocked(self) {
        let blocked: Vec<UserId> =
            untrack(|| self.with_reviewed(|plan, _| plan.blocked_users().collect()));
        self.edit(|draft, _| blocked.into_iter().for_each(|user| draft.forget(user)));
        self.forget_shortage();
    }

    /// Reads the plan of the users under review, and the account. Tracks both.
    pub fn with_reviewed<T: Default>(self, look: impl FnOnce(&Plan, ApplicationView) -> T) -> T {
        match self.plan_under_review() {
            Some(plan) => {
                plan.with(|plan| self.table.with_app_view(|app_view| look(plan, app_view)))
            }
            None => T::default(),
        }
    }

    fn plan_under_review(self) -> Option<Memo<Plan>> {
        if self.reviewed.with(Option::is_some) {
            self.plans.get().map(|plans| plans.reviewed)
        } else {
            let plan = self.plan_of(self.table.application.get());
            plan.map(|plan| plan.plan)
        }
    }
}

/// What stands for no license. While the licenses are not loaded, nobody is known to have none.
fn no_license(account: Account) -> String {
    if account.is_editable() {
        say!("license.none")
    } else if account.with_load_state(LoadState::is_loading) {
        say!("license.loading")
    } else {
        say!("app.not_loaded")
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
