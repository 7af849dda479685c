//! What is needed once something is selected or drafted: a module of WebAssembly of its own, loaded after the first rows.

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use leptos::wasm_split::{self, SplitLoaderError};
use stylers::style_sheet;

use super::run_panel::RunPanel;
use crate::components::Progress;
use crate::features::applications::seats::SeatMeters;
use crate::features::directory::gaps::ReadingGaps;
use crate::features::directory::load_status::Stage;
use crate::features::directory::state::Account;
use crate::features::drafting::action_bar::ActionBar;
use crate::features::drafting::state::Drafting;
use crate::features::license_cells::cells::LicenseCells;
use crate::features::result::session_history::SessionRuns;
use crate::features::review::dialog::Review;
use crate::features::run::interrupted::UnfinishedRun;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::features::table::user_row::UserCells;
use crate::i18n::say;

/// How far the module is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Loading {
    /// Not asked for: what the first rows need comes first.
    NotYet,
    UnderWay,
    Done,
}

/// The run, the action bar and the review, as soon as they are loaded.
#[component]
pub fn Dock(
    /// Set to the views that go elsewhere on the page.
    later: RwSignal<Option<Later>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/dock.css");
    let account = Account::expect();
    let module = Module::new(later);
    let is_time = Memo::new(move |_| {
        let reading = account.reading();
        reading.users.read > 0 || reading.stage != Stage::Reading
    });
    Effect::new(move |_| {
        if is_time.get() && module.loading.get_untracked() == Loading::NotYet {
            module.load();
        }
    });
    view! { class=cls,
        <div class="dock">
            {move || match module.loading.get() {
                Loading::NotYet => ().into_any(),
                Loading::UnderWay => view! { <Waiting/> }.into_any(),
                Loading::Done => module.take().into_any(),
            }}
        </div>
    }
}

/// What the module shows elsewhere than here.
#[derive(Clone, Copy)]
pub struct Later {
    /// What could not be read, and the seats.
    pub account: fn() -> AnyView,
    /// The cells of what a user has.
    pub cells: UserCells,
}

/// The module and what it shows, which lives as long as the component that made this.
#[derive(Clone, Copy)]
struct Module {
    owner: StoredValue<Owner>,
    loading: RwSignal<Loading>,
    content: StoredValue<Option<AnyView>, LocalStorage>,
    later: RwSignal<Option<Later>>,
}

impl Module {
    fn new(later: RwSignal<Option<Later>>) -> Self {
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            loading: RwSignal::new(Loading::NotYet),
            content: StoredValue::new_local(None),
            later,
        }
    }

    fn load(self) {
        self.loading.set(Loading::UnderWay);
        let task = async move {
            self.loading.set(match content(self.later).await {
                Ok(content) => {
                    self.content.set_value(Some(content));
                    Loading::Done
                }
                // The account cannot be read without it either, which says so and has a way to try again.
                Err(_) => Loading::NotYet,
            });
        };
        self.owner
            .with_value(|owner| owner.with(|| spawn_local_scoped_with_cancellation(task)));
    }

    fn take(self) -> Option<AnyView> {
        self.content.try_update_value(Option::take).flatten()
    }
}

/// What is reached only from here is in the module.
#[wasm_split::wasm_split(dock, fallible, wasm_split_path = ::leptos::wasm_split)]
fn content(later: RwSignal<Option<Later>>) -> Result<AnyView, SplitLoaderError> {
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    drafting.begin_planning();
    later.set(Some(Later {
        account: || view! { <ReadingGaps/><SeatMeters/> }.into_any(),
        cells: |user, title| view! { <LicenseCells user title/> }.into_any(),
    }));
    runs.begin_resuming();
    let reviewing = RwSignal::new(false);
    let listing = RwSignal::new(false);
    Ok(view! {
        <UnfinishedRun/>
        <RunPanel reviewing listing/>
        <ActionBar reviewing/>
        <Review open=reviewing/>
        <SessionRuns open=listing/>
    }
    .into_any())
}

/// Said to whoever is faster than the module.
#[component]
fn Waiting() -> impl IntoView {
    let cls = style_sheet!("./style/components/waiting.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let is_needed = move || table.selected() > 0 || drafting.drafted(table.application_index()) > 0;
    view! { class=cls,
        <Show when=is_needed>
            <div class="waiting">
                <Progress label=Signal::derive(|| say!("dock.loading")) share=Signal::derive(|| None)/>
            </div>
        </Show>
    }
}
