//! What follows from the state: the rows that match, and what there is to choose from.

use std::sync::Arc;

use leptos::prelude::*;

use super::decompose;
use super::progress::Progress;
use super::running::ActiveRun;
use crate::domain::application_view::Scope;
use crate::domain::catalog::Catalog;
use crate::domain::choices::{self, NumberChoice, TypeChoice};
use crate::domain::directory::{Directory, Row};
use crate::domain::draft::Draft;
use crate::domain::query::ViewState;
use crate::embed::config::Config;

/// What a scope is made of.
#[derive(Clone, Copy)]
pub(super) struct Scoped {
    pub(super) config: StoredValue<Arc<Config>>,
    pub(super) catalog: RwSignal<Arc<Catalog>>,
    pub(super) directory: RwSignal<Directory>,
    pub(super) application: Memo<usize>,
    pub(super) progress: Progress,
}

impl Scoped {
    pub(super) fn with<T>(self, look: impl FnOnce(Scope) -> T) -> T {
        let index = self.application.get();
        self.with_application(index, look)
    }

    /// Tracks all of the account, but of a run only the end.
    pub(super) fn with_application<T>(self, index: usize, look: impl FnOnce(Scope) -> T) -> T {
        self.progress.track_account();
        self.as_read(index, look)
    }

    /// Tracks what is counted, too, while a run is under way.
    pub(super) fn with_totals<T>(self, index: usize, look: impl FnOnce(Scope) -> T) -> T {
        self.progress.track_totals();
        self.with_application(index, look)
    }

    /// Tracks that the account was read, and nothing of a run.
    fn as_read<T>(self, index: usize, look: impl FnOnce(Scope) -> T) -> T {
        self.config.with_value(|config| {
            self.catalog.with(|catalog| {
                self.directory.with(|directory| {
                    look(Scope {
                        directory,
                        catalog,
                        application: &config.applications[index].application,
                    })
                })
            })
        })
    }

    pub(super) fn with_draft<T>(self, drafts: Drafts, look: impl FnOnce(&Draft, Scope) -> T) -> T {
        let index = self.application.get();
        drafts.with(|drafts| self.with_application(index, |scope| look(&drafts[index], scope)))
    }
}

/// The drafts, one for each application.
pub(super) type Drafts = RwSignal<Vec<Draft>>;

/// The rows that match the query, in its order. A run changes none of them until its result is dismissed.
pub(super) fn rows(
    scoped: Scoped,
    view: Memo<ViewState>,
    run: RwSignal<Option<ActiveRun>>,
) -> Memo<Vec<Row>> {
    let asked = Memo::new(move |_| view.with(|view| (view.filter.clone(), view.sort)));
    let is_run_shown = Memo::new(move |_| run.with(Option::is_some));
    Memo::new(move |_| {
        is_run_shown.track();
        let index = scoped.application.get();
        asked.with(|(filter, sort)| {
            scoped.as_read(index, |scope| filter.rows(*sort, scope, decompose))
        })
    })
}

/// The license types to choose from.
pub(super) fn type_choices(scoped: Scoped) -> Memo<Vec<TypeChoice>> {
    Memo::new(move |_| scoped.with(choices::types))
}

/// The numbers to choose from.
pub(super) fn number_choices(scoped: Scoped, drafts: Drafts) -> Memo<Arc<Vec<NumberChoice>>> {
    Memo::new(move |_| {
        Arc::new(scoped.with_draft(drafts, |draft, scope| choices::numbers(scope, draft)))
    })
}
