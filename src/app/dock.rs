//! The dock: action bar, review, run and result. It is a second WebAssembly module, loaded after the first rows.

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::{spawn_local_scoped_with_cancellation, tick};
use leptos::wasm_split::{self, SplitLoaderError};
use stylers::style_sheet;

use super::run_panel::RunPanel;
use crate::components::{Progress, effect};
use crate::features::applications::app_picker::Badge;
use crate::features::applications::pending_badge::PendingBadge;
use crate::features::applications::seats::SeatMeters;
use crate::features::directory::gaps::LoadGaps;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::drafting::action_bar::ActionBar;
use crate::features::drafting::state::Drafting;
use crate::features::license_cells::cells::LicenseCells;
use crate::features::license_cells::license_row::shared;
use crate::features::result::chip::ResultChip;
use crate::features::result::history::{HistoryButton, RunHistory};
use crate::features::review::dialog::Review;
use crate::features::run::interrupted::OtherRunNotice;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::features::shortcuts::dialog::{DOCK, Shortcuts};
use crate::features::shortcuts::skip_link::SkipLink;
use crate::features::speech::announcements::announce_changes;
use crate::features::table::limits::ResetFilters;
use crate::features::table::no_users::NoUsers;
use crate::features::table::row_click::RowClick;
use crate::features::table::state::Table;
use crate::features::table::user_pagination::UserPagination;
use crate::features::table::user_table::TableParts;
use crate::i18n::say;

/// The state of the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ModuleState {
    /// Not requested yet, so that the first rows load first.
    NotRequested,
    Loading,
    Loaded,
}

/// The run, the action bar and the review, once they are loaded.
#[component]
pub fn Dock(
    /// Set to the views of the module that are shown outside the dock.
    deferred: RwSignal<Option<DeferredViews>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/dock.css");
    let account = Account::expect();
    let module = DockModule::new(deferred);
    let is_time = Memo::new(move |_| {
        let load_state = account.load_state();
        load_state.users.read > 0 || load_state.stage != Stage::Loading
    });
    effect(move |_| {
        if is_time.get() && module.loading.get_untracked() == ModuleState::NotRequested {
            module.load();
        }
    });
    view! { class=cls,
        <div class="dock" data-focus-to=DOCK>
            {move || match module.loading.get() {
                ModuleState::NotRequested => ().into_any(),
                ModuleState::Loading => view! { <DockLoading/> }.into_any(),
                ModuleState::Loaded => module.take().into_any(),
            }}
        </div>
    }
}

/// Views of the module that are shown outside the dock.
#[derive(Clone, Copy)]
pub struct DeferredViews {
    /// The pending changes of an application.
    pub badge: Badge,
    /// Opens the history.
    pub history: Callback<(), AnyView>,
    /// What could not be loaded.
    pub gaps: fn() -> AnyView,
    /// The seats of each license type.
    pub meters: fn() -> AnyView,
    /// Parts of the table.
    pub table: TableParts,
    /// Resets all filters.
    pub reset: fn() -> AnyView,
    /// Leads past the table.
    pub skip: Callback<(), AnyView>,
    /// Lists the keyboard shortcuts.
    pub shortcuts: fn() -> AnyView,
}

/// The module and its content, owned by the component that created this.
#[derive(Clone, Copy)]
struct DockModule {
    owner: StoredValue<Owner>,
    loading: RwSignal<ModuleState>,
    content: StoredValue<Option<AnyView>, LocalStorage>,
    deferred: RwSignal<Option<DeferredViews>>,
}

impl DockModule {
    fn new(deferred: RwSignal<Option<DeferredViews>>) -> Self {
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            loading: RwSignal::new(ModuleState::NotRequested),
            content: StoredValue::new_local(None),
            deferred,
        }
    }

    fn load(self) {
        self.loading.set(ModuleState::Loading);
        let session = Session::expect();
        let task = async move {
            // The rows are rendered first.
            tick().await;
            session.request_texts();
            let content = match content(self.deferred).await {
                Ok(content) => content.await,
                Err(_) => None,
            };
            self.loading.set(match content {
                Some(content) => {
                    self.content.set_value(Some(content));
                    ModuleState::Loaded
                }
                // Loading the account fails without the module too, and offers a retry.
                None => ModuleState::NotRequested,
            });
        };
        self.owner
            .with_value(|owner| owner.with(|| spawn_local_scoped_with_cancellation(task)));
    }

    fn take(self) -> Option<AnyView> {
        self.content.try_update_value(Option::take).flatten()
    }
}

/// Code that is reached only from here is in the module.
#[wasm_split::wasm_split(dock, fallible, wasm_split_path = ::leptos::wasm_split)]
fn content(
    deferred: RwSignal<Option<DeferredViews>>,
) -> Result<LocalBoxFuture<'static, Option<AnyView>>, SplitLoaderError> {
    Ok(async move {
        Session::expect().load_texts().await.ok()?;
        Some(views(deferred))
    }
    .boxed_local())
}

fn views(deferred: RwSignal<Option<DeferredViews>>) -> AnyView {
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    drafting.begin_planning();
    let shared = shared();
    let is_filled = Memo::new(move |_| {
        table.selected() > 0
            || drafting.drafted(table.application_index()) > 0
            || runs.is_running()
            || runs.result().is_some()
            || runs.other_run().is_some()
    });
    let reviewing = RwSignal::new(false);
    let listing = RwSignal::new(false);
    // They read signals of this owner.
    on_cleanup(move || {
        deferred.try_set(None);
    });
    deferred.set(Some(DeferredViews {
        badge: |application| view! { <PendingBadge application/> }.into_any(),
        history: Callback::new(move |()| view! { <HistoryButton listing/> }.into_any()),
        gaps: || view! { <LoadGaps/> }.into_any(),
        meters: || view! { <SeatMeters/> }.into_any(),
        table: TableParts {
            cells: Callback::new(move |row| view! { <LicenseCells row shared/> }.into_any()),
            pagination: || view! { <UserPagination/> }.into_any(),
            no_users: || view! { <NoUsers/> }.into_any(),
        },
        reset: || view! { <ResetFilters/> }.into_any(),
        skip: Callback::new(move |()| view! { <SkipLink is_needed=is_filled/> }.into_any()),
        shortcuts: || view! { <Shortcuts/> }.into_any(),
    }));
    runs.watch_for_other_runs();
    announce_changes();
    effect(move |before: Option<()>| {
        drafting.track_chosen();
        table.selection.track();
        if before.is_some() {
            runs.fold_result(true);
        }
    });
    view! {
        <Contents reviewing is_filled/>
        <Review open=reviewing/>
        <RunHistory open=listing/>
        <RowClick/>
    }
    .into_any()
}

/// The rows of the dock; mostly there is one, or none.
#[component]
fn Contents(reviewing: RwSignal<bool>, is_filled: Memo<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/dock_contents.css");
    let runs = Runs::expect();
    let covered = Signal::derive(move || runs.is_result_in_place());
    view! { class=cls,
        <div class="contents" class:filled=is_filled>
            <OtherRunNotice/>
            <RunPanel reviewing/>
            <ActionBar reviewing covered beside=|| view! { <ResultChip/> }/>
        </div>
    }
}

/// Shown when something is selected or drafted before the module is loaded.
#[component]
fn DockLoading() -> impl IntoView {
    let cls = style_sheet!("./style/components/dock_loading.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let is_needed = move || table.selected() > 0 || drafting.drafted(table.application_index()) > 0;
    view! { class=cls,
        <Show when=is_needed>
            <div class="loading">
                <Progress label=Signal::derive(|| say!("dock.loading")) share=Signal::derive(|| None)/>
            </div>
        </Show>
    }
}
