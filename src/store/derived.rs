//! What follows from the state: the rows that match, and what there is to choose from.

use std::sync::Arc;

use leptos::prelude::*;

use super::decompose;
use super::drafts::Drafts;
use super::progress::Progress;
use super::running::ActiveRun;
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::Catalog;
use crate::domain::choices::{self, NumberChoice, TypeChoice};
use crate::domain::directory::{Directory, Row};
use crate::domain::draft::Draft;
use crate::domain::query::ViewState;
use crate::embed::config::Config;

/// What a scope is made of.
#[derive(Clone, Copy)]
pub(super) struct AppViews {
    pub(super) config: StoredValue<Arc<Config>>,
    pub(super) catalog: RwSignal<Arc<Catalog>>,
    pub(super) directory: RwSignal<Directory>,
    pub(super) application: Memo<usize>,
    pub(super) progress: Progress,
}

impl AppViews {
    pub(super) fn with<T>(self, look: impl FnOnce(ApplicationView) -> T) -> T {
        let index = self.application.get();
        self.with_application(index, look)
    }

    /// Tracks all of the account, but of a run only the end.
    pub(super) fn with_application<T>(
        self,
        index: usize,
        look: impl FnOnce(ApplicationView) -> T,
    ) -> T {
        self.progress.track_account();
        self.as_read(index, look)
    }

    /// Tracks what is counted, too, while a run is under way.
    pub(super) fn with_totals<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.progress.track_totals();
        self.with_application(index, look)
    }

    /// Tracks that the account was read, and nothing of a run.
    fn as_read<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.config.with_value(|config| {
            self.catalog.with(|catalog| {
                self.directory.with(|directory| {
                    look(ApplicationView {
                        directory,
                        catalog,
                        application: &config.applications[index].application,
                    })
                })
            })
        })
    }

    pub(super) fn with_draft<T>(
        self,
        drafts: Drafts,
        look: impl FnOnce(&Draft, ApplicationView) -> T,
    ) -> T {
        let index = self.application.get();
        let draft = drafts.of(index);
        draft.with(|draft| self.with_application(index, |app_view| look(draft, app_view)))
    }
}

/// The rows that match the query, in its order. A run changes none of them until its result is dismissed.
pub(super) fn rows(
    app_views: AppViews,
    view: Memo<ViewState>,
    run: RwSignal<Option<ActiveRun>>,
) -> Memo<Vec<Row>> {
    let asked = Memo::new(move |_| view.with(|view| (view.filter.clone(), view.sort)));
    let is_run_shown = Memo::new(move |_| run.with(Option::is_some));
    Memo::new(move |_| {
        is_run_shown.track();
        let index = app_views.application.get();
        asked.with(|(filter, sort)| {
            app_views.as_read(index, |app_view| filter.rows(*sort, app_view, decompose))
        })
    })
}

/// The license types to choose from.
pub(super) fn type_choices(app_views: AppViews) -> Memo<Vec<TypeChoice>> {
    Memo::new(move |_| app_views.with(choices::types))
}

/// The numbers to choose from. Changes of licenses alone leave them as they are.
pub(super) fn number_choices(app_views: AppViews, drafts: Drafts) -> Memo<Arc<Vec<NumberChoice>>> {
    let chosen = Memo::new(move |_| {
        let draft = drafts.of(app_views.application.get());
        draft.with(Draft::claimed_numbers)
    });
    Memo::new(move |_| {
        Arc::new(
            chosen.with(|chosen| app_views.with(|app_view| choices::numbers(app_view, chosen))),
        )
    })
}
