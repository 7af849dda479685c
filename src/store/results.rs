//! The runs that have ended in this session: their results, the way back, and another try.

use std::sync::Arc;

use leptos::prelude::*;

use super::Store;
use super::running::{ActiveRun, now};
use crate::domain::application_view::ApplicationView;
use crate::domain::date::Date;
use crate::domain::draft::PendingChange;
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::plan::{Guard, still_without};
use crate::domain::undo::{Undone, undo};
use crate::embed::config::ConfiguredApplication;
use crate::engine::{Report, Timestamp};

/// A run that has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedRun {
    /// The application's index in the configuration.
    pub application: usize,
    /// When it began.
    pub began: Date,
    /// When it ended.
    pub ended: Timestamp,
    /// What it has come to.
    pub report: Report,
}

/// Licenses removed within this time count as removed at once, in milliseconds.
const LATELY: u64 = 60 * 60 * 1_000;

/// Results, as far as they are known and shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Results {
    /// The last one first.
    ended: Vec<Arc<EndedRun>>,
    shown: Option<Arc<EndedRun>>,
    /// What undoing came to; `None`: what is shown was not undone.
    undone: Option<Undone>,
}

impl Store {
    /// The result that is shown.
    pub fn result(self) -> Option<Arc<EndedRun>> {
        self.results.with(|results| results.shown.clone())
    }

    /// The runs that have ended since the page was opened, the last one first.
    pub fn ended_runs(self) -> Vec<Arc<EndedRun>> {
        self.results.with(|results| results.ended.clone())
    }

    /// The application of a run.
    pub fn application_of(self, run: &EndedRun) -> ConfiguredApplication {
        self.config
            .with_value(|config| config.applications[run.application].clone())
    }

    /// Shows the result of a run, or none.
    pub(super) fn show_run(self, run: Option<Arc<EndedRun>>) {
        self.results.update(|results| {
            results.shown = run;
            results.undone = None;
        });
    }

    /// Shows the result of a run again.
    pub fn show_result(self, run: Arc<EndedRun>) {
        self.show_run(Some(run));
    }

    /// Puts the result away.
    pub fn dismiss_result(self) {
        if !self.is_running_untracked() {
            self.show_run(None);
            self.run.set(None);
        }
    }

    /// Keeps and shows what the run has come to.
    pub(super) fn keep_result(self) {
        let ended = self.run.with_untracked(|run| {
            let ActiveRun {
                application,
                began,
                run,
                ..
            } = run.as_ref()?;
            let report = untrack(|| {
                self.with_application(*application, |app_view| Report::new(run, app_view))
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

    /// Corrects the result of the run that began then; answers whether that changed anything.
    pub(super) fn correct_result(
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

    /// Drafts the way back from a run, for all whom it changed or only for those `chosen`, unless they were changed
    /// since.
    pub fn undo(self, run: &Arc<EndedRun>, chosen: Option<&KeySet<UserId>>) {
        self.select_application(run.application);
        let changed = run.report.changed(chosen);
        let undone = self.edit(|draft, app_view| undo(changed, draft, app_view));
        self.results.update(|results| {
            results.shown = Some(run.clone());
            results.undone = Some(undone);
        });
    }

    /// What undoing what is shown came to, as far as it is still drafted; `None`: it was not undone, or nothing of that
    /// is drafted any more.
    pub fn undone(self) -> Option<Undone> {
        let (undone, application) = self.results.with(|results| {
            let application = results.shown.as_ref()?.application;
            Some((results.undone.clone()?, application))
        })?;
        let is_drafted = |user: &UserId| {
            self.drafts.with(|drafts| {
                drafts[application].pending_change(*user) != PendingChange::default()
            })
        };
        let drafted: Vec<UserId> = undone.drafted.iter().copied().filter(is_drafted).collect();
        let was_dropped = drafted.is_empty() && !undone.drafted.is_empty();
        (!was_dropped).then_some(Undone { drafted, ..undone })
    }

    /// Whether applying what is reviewed takes so much away that the number is to be typed before. What the runs of
    /// this page took away within the last hour counts as well.
    pub fn guard(self) -> Option<Guard> {
        self.with_reviewed(|plan, app_view| plan.guard(app_view, self.removed_lately(app_view)))
    }

    fn removed_lately(self, app_view: ApplicationView) -> usize {
        let application = self.application_index();
        self.results.with(|results| {
            let runs = results.ended.iter();
            let lately = runs
                .filter(|run| run.application == application && now().since(run.ended) < LATELY);
            still_without(lately.flat_map(|run| run.report.changed(None)), app_view)
        })
    }

    /// Who failed in a run, and is still wished for.
    pub fn failed(self, run: &EndedRun) -> KeySet<UserId> {
        self.drafts
            .with(|drafts| run.report.failed(&drafts[run.application]))
    }

    /// From now on the review is about those alone who failed in a run.
    pub fn review_failed(self, run: &EndedRun) {
        self.select_application(run.application);
        let failed = untrack(|| self.failed(run));
        self.reviewed.set(Some(Arc::new(failed)));
    }

    /// From now on the review is about all who are drafted.
    pub fn review_all(self) {
        self.reviewed.set(None);
    }

    /// Gives a user one of the seats that are chosen by hand, or not any more.
    pub fn choose_seat(self, product: ProductId, user: UserId, on: bool) {
        self.edit(|draft, _| {
            let mut chosen = draft.chosen_seats(product).cloned().unwrap_or_default();
            if on {
                chosen.insert(user);
            } else {
                chosen.swap_remove(&user);
            }
            draft.choose_seats(product, Some(chosen));
        });
    }

    /// Seats are chosen by hand from now on, beginning with those who have them (`Some`), or go by the order of names.
    pub fn seat_by_hand(self, product: ProductId, seated: Option<KeySet<UserId>>) {
        self.edit(|draft, _| draft.choose_seats(product, seated));
    }

    /// Whether the seats of a license type are chosen by hand.
    pub fn is_seated_by_hand(self, product: ProductId) -> bool {
        self.with_draft(|draft, _| draft.chosen_seats(product).is_some())
    }
}
