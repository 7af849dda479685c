//! The ended runs of this session: results, undo, retry.

use std::sync::Arc;

use leptos::prelude::*;

use super::active_run::ActiveRun;
use super::ended_run::EndedRun;
use super::state::Runs;
use crate::domain::application_view::ApplicationView;
use crate::domain::date::Date;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::domain::plan::{Guard, still_without};
use crate::domain::undo::{Undone, undo};
use crate::engine::Report;
use crate::features::clock::now;

/// The time within which removals add up for the guard, in milliseconds.
const RECENT: u64 = 60 * 60 * 1_000;

impl Runs {
    /// The result that is shown.
    pub fn result(self) -> Option<Arc<EndedRun>> {
        self.results.with(|results| results.shown.clone())
    }

    /// The ended runs of this session, latest first.
    pub fn ended_runs(self) -> Vec<Arc<EndedRun>> {
        self.results.with(|results| results.ended.clone())
    }

    /// Shows the result of a run, or none.
    pub(crate) fn show_run(self, run: Option<Arc<EndedRun>>) {
        self.results.update(|results| {
            results.shown = run;
            results.is_folded = false;
            results.undone = None;
        });
    }

    /// Shows the result of a run again.
    pub fn show_result(self, run: Arc<EndedRun>) {
        self.show_run(Some(run));
    }

    /// Folds the result that is shown while something else is drafted, or unfolds it.
    pub fn fold_result(self, is_folded: bool) {
        if self
            .results
            .with_untracked(|results| results.is_folded != is_folded)
        {
            self.results.update(|results| results.is_folded = is_folded);
        }
    }

    /// Whether the result is folded: while nothing is selected or drafted, nothing is in its place.
    pub fn is_result_folded(self) -> bool {
        let application = self.table.application_index();
        self.results
            .with(|results| results.is_folded && results.shown.is_some())
            && (self.drafting.drafted(application) > 0 || self.table.selected() > 0)
    }

    /// Whether the result is in the place of the selection and the pending changes, which is until something else is
    /// selected or drafted.
    pub fn is_result_in_place(self) -> bool {
        self.result().is_some() && !self.is_undone() && !self.is_result_folded()
    }

    /// Whether the result has been undone.
    pub fn is_undone(self) -> bool {
        self.results.with(|results| results.undone.is_some())
    }

    /// Closes the result.
    pub fn dismiss_result(self) {
        if !self.is_running_untracked() {
            self.show_run(None);
            self.run.set(None);
        }
    }

    /// Stores and shows the result of the run.
    pub(crate) fn record_result(self) {
        let ended = self.run.with_untracked(|run| {
            let ActiveRun {
                application,
                began,
                run,
                ..
            } = run.as_ref()?;
            let report = untrack(|| {
                self.account
                    .with_application(*application, |app_view| Report::new(run, app_view))
            });
            Some(Arc::new(EndedRun {
                application: *application,
                began: *began,
                ended: now(),
                report,
            }))
        });
        if let Some(ended) = ended {
            self.results
                .update(|results| results.ended.insert(0, ended.clone()));
            self.show_run(Some(ended));
        }
    }

    /// Corrects the result of the run that began then; returns whether anything changed.
    pub(crate) fn correct_result(
        self,
        began: Date,
        correction: impl Fn(&EndedRun) -> Report,
    ) -> bool {
        let earlier = self.results.with_untracked(|results| {
            let mut ended = results.ended.iter();
            ended.find(|run| run.began == began).cloned()
        });
        let Some(earlier) = earlier else {
            return false;
        };
        let report = correction(&earlier);
        if report == earlier.report {
            return false;
        }
        let corrected = Arc::new(EndedRun {
            report,
            ..EndedRun::clone(&earlier)
        });
        self.results.update(|results| {
            let shown = results.shown.iter_mut();
            for run in results.ended.iter_mut().chain(shown) {
                if run.began == began {
                    *run = Arc::clone(&corrected);
                }
            }
        });
        true
    }

    /// Drafts the undo of a run for all users it changed or those `chosen`, except users who were changed since.
    pub fn undo(self, run: &Arc<EndedRun>, chosen: Option<&KeySet<UserId>>) {
        self.table.select_application(run.application);
        let changed = run.report.changed(chosen);
        let undone = self
            .drafting
            .edit(|draft, app_view| undo(changed, draft, app_view));
        self.results.update(|results| {
            results.shown = Some(run.clone());
            results.is_folded = false;
            results.undone = Some(undone);
        });
    }

    /// The undo of the result shown, as far as it is still drafted; `None`: not undone, or no longer drafted.
    pub fn undone(self) -> Option<Undone> {
        let (undone, application) = self.results.with(|results| {
            let application = results.shown.as_ref()?.application;
            Some((results.undone.clone()?, application))
        })?;
        let is_drafted = |user: &UserId| {
            let draft = self.drafting.drafts.of(application);
            draft.with(|draft| draft.pending_change(*user) != PendingChange::default())
        };
        let drafted: Vec<UserId> = undone.drafted.iter().copied().filter(is_drafted).collect();
        let was_dropped = drafted.is_empty() && !undone.drafted.is_empty();
        (!was_dropped).then_some(Undone { drafted, ..undone })
    }

    /// The guard of the plan under review, if it removes many licenses. Removals by runs of the last hour count too.
    pub fn guard(self) -> Option<Guard> {
        self.drafting
            .with_reviewed(|plan, app_view| plan.guard(app_view, self.recently_removed(app_view)))
    }

    fn recently_removed(self, app_view: ApplicationView) -> usize {
        let application = self.table.application_index();
        self.results.with(|results| {
            let runs = results.ended.iter();
            let recent = runs
                .filter(|run| run.application == application && now().since(run.ended) < RECENT);
            still_without(recent.flat_map(|run| run.report.changed(None)), app_view)
        })
    }

    /// Users who failed in a run and whose changes are still pending.
    pub fn failed(self, run: &EndedRun) -> KeySet<UserId> {
        let draft = self.drafting.drafts.of(run.application);
        draft.with(|draft| run.report.failed(draft))
    }

    /// Puts the users who failed in a run under review.
    pub fn review_failed(self, run: &EndedRun) {
        self.table.select_application(run.application);
        let failed = untrack(|| self.failed(run));
        self.drafting.reviewed.set(Some(Arc::new(failed)));
    }
}
