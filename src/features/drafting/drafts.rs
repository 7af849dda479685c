//! A draft for each application, so that an edit notifies only views of that application.

use leptos::prelude::*;

use crate::domain::draft::Draft;
use crate::domain::ids::UserId;

/// One draft for each application, by its index in the configuration.
#[derive(Clone, Copy)]
pub(crate) struct Drafts(StoredValue<Vec<RwSignal<Draft>>>);

impl Drafts {
    pub(crate) fn new(applications: usize) -> Self {
        let drafts = (0..applications).map(|_| RwSignal::default());
        Self(StoredValue::new(drafts.collect()))
    }

    /// The draft of an application. `Drafting::edit` edits it.
    pub(crate) fn of(self, application: usize) -> ReadSignal<Draft> {
        self.signal(application).read_only()
    }

    /// Edits the draft of an application. Returns the users edited, too.
    pub(super) fn edit<T>(
        self,
        application: usize,
        change: impl FnOnce(&mut Draft) -> T,
    ) -> (T, Vec<UserId>) {
        let signal = self.signal(application);
        let mut draft = signal.write();
        let result = change(&mut draft);
        (result, draft.take_edited())
    }

    fn signal(self, application: usize) -> RwSignal<Draft> {
        self.0.with_value(|drafts| drafts[application])
    }

    /// Whether anything is drafted. Tracks all drafts.
    pub(crate) fn is_any(self) -> bool {
        self.0
            .with_value(|drafts| drafts.iter().any(|draft| !draft.with(Draft::is_empty)))
    }
}
