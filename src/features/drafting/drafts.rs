//! A draft for each application, so that an edit notifies only views of that application.

use leptos::prelude::*;

use crate::domain::draft::Draft;

/// One draft for each application, by its index in the configuration.
#[derive(Clone, Copy)]
pub(crate) struct Drafts(StoredValue<Vec<RwSignal<Draft>>>);

impl Drafts {
    pub(crate) fn new(applications: usize) -> Self {
        let drafts = (0..applications).map(|_| RwSignal::default());
        Self(StoredValue::new(drafts.collect()))
    }

    /// The draft of an application.
    pub(crate) fn of(self, application: usize) -> RwSignal<Draft> {
        self.0.with_value(|drafts| drafts[application])
    }

    /// Whether anything is drafted. Tracks all drafts.
    pub(crate) fn is_any(self) -> bool {
        self.0
            .with_value(|drafts| drafts.iter().any(|draft| !draft.with(Draft::is_empty)))
    }
}
