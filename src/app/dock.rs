//! What is needed once something is selected or drafted: a module of WebAssembly of its own, loaded after the first rows.

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use leptos::wasm_split::{self, SplitLoaderError};
use stylers::style_sheet;

use super::run_panel::RunPanel;
use crate::components::{Banner, Progress, Tone};
use crate::features::directory::loader::Stage;
use crate::features::directory::state::Account;
use crate::features::drafting::action_bar::ActionBar;
use crate::features::drafting::state::Drafting;
use crate::features::result::session_history::SessionRuns;
use crate::features::review::dialog::Review;
use crate::features::run::interrupted::UnfinishedRun;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::i18n::say;

/// How far the module is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Loading {
    /// Not asked for: what the first rows need comes first.
    NotYet,
    UnderWay,
    Done,
    Failed,
}

/// The run, the action bar and the review, as soon as they are loaded.
#[component]
pub fn Dock() -> impl IntoView {
    let cls = style_sheet!("./style/components/dock.css");
    let account = Account::expect();
    let module = Module::new();
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
                Loading::Failed => view! { <NotLoaded module/> }.into_any(),
            }}
        </div>
    }
}

/// The module and what it shows, which lives as long as the component that made this.
#[derive(Clone, Copy)]
struct Module {
    owner: StoredValue<Owner>,
    loading: RwSignal<Loading>,
    content: StoredValue<Option<AnyView>, LocalStorage>,
}

impl Module {
    fn new() -> Self {
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            loading: RwSignal::new(Loading::NotYet),
            content: StoredValue::new_local(None),
        }
    }

    /// Loads it, anew if that failed before.
    fn load(self) {
        self.loading.set(Loading::UnderWay);
        let task = async move {
            self.loading.set(match content().await {
                Ok(content) => {
                    self.content.set_value(Some(content));
                    Loading::Done
                }
                Err(_) => Loading::Failed,
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
fn content() -> Result<AnyView, SplitLoaderError> {
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    drafting.begin_planning();
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

/// The module cannot be loaded.
#[component]
fn NotLoaded(module: Module) -> impl IntoView {
    view! {
        <Banner tone=Tone::Warning title=say!("dock.not_loaded")>
            {say!("dock.not_loaded_text")} " "
            <button type="button" class="link" on:click=move |_| module.load()>{say!("dock.again")}</button>
        </Banner>
    }
}
