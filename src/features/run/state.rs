//! The state of runs.

use leptos::prelude::*;

use super::active_run::{ActiveRun, Wake};
use super::ended_run::Results;
use super::other_run::OtherRun;
use super::recheck_task::RecheckTask;
use crate::components::effect;
use crate::features::directory::load_state::LoadState;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::session::Session;
use crate::features::table::state::Table;

/// The active run, ended runs, and those of other pages. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Runs {
    pub(crate) session: Session,
    pub(crate) account: Account,
    pub(crate) table: Table,
    pub(crate) drafting: Drafting,
    pub(crate) run: RwSignal<Option<ActiveRun>>,
    pub(super) wake_run: StoredValue<Option<Wake>, LocalStorage>,
    pub(super) recheck_tasks: StoredValue<Vec<RecheckTask>, LocalStorage>,
    pub(super) other_run: RwSignal<Option<OtherRun>>,
    /// Whether a later page could resume the run.
    pub(super) is_journaled: RwSignal<bool>,
    pub(crate) results: RwSignal<Results>,
}

impl Runs {
    /// `run` is empty until a run begins.
    pub fn new(drafting: Drafting, run: RwSignal<Option<ActiveRun>>) -> Self {
        let Drafting {
            session,
            account,
            table,
            ..
        } = drafting;
        Self {
            session,
            account,
            table,
            drafting,
            run,
            wake_run: StoredValue::new_local(None),
            recheck_tasks: StoredValue::new_local(Vec::new()),
            other_run: RwSignal::default(),
            is_journaled: RwSignal::new(true),
            results: RwSignal::default(),
        }
    }

    /// The runs from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Follows the URL, notifies the host, and loads the account.
    pub fn start(self) {
        self.table.start();
        self.drafting.start();
        self.notify_host();
        self.account.read();
    }

    /// Shows the view at a path below the base, for the host.
    pub fn visit(self, path: &str) {
        self.table.visit(path);
    }

    /// Ends all tasks and listeners of the page.
    pub fn end(self) {
        self.session.end();
    }

    /// Whether leaving would discard a draft or interrupt a run. Tracks both.
    pub fn has_unsaved(self) -> bool {
        self.drafting.drafts.is_any() || self.is_running()
    }

    fn notify_host(self) {
        let unsaved = Memo::new(move |_| self.has_unsaved());
        effect(move |_| {
            let unsaved = unsaved.get();
            self.session.host.with_value(|host| host.dirty(unsaved));
        });
        let stage = Memo::new(move |_| self.account.with_load_state(LoadState::host_stage));
        effect(move |_| {
            let stage = stage.get();
            self.session.host.with_value(|host| host.stage(stage));
        });
    }
}
