//! The app: provides the contexts, routes, and composes the features.

mod app_shell;
mod dock;
mod links;
mod mount;
mod page;
mod run_panel;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::decode::DecodeError;
use crate::embed::host::Setup;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::run::active_run::ActiveRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::features::speech::region::{LiveRegion, Speech};
use crate::features::table::state::Table;
use app_shell::AppShell;
use links::OwnLinks;
use page::Page;

/// The app. Its view state is in the URL below a base path.
#[component]
pub fn App(
    /// The configuration, with its host.
    setup: Setup,
    /// Called once with the state, before anything is rendered.
    on_start: impl FnOnce(Runs) + Send + 'static,
) -> impl IntoView {
    let base = setup.config.base_path().to_owned();
    let links = OwnLinks::new(base.clone());
    links.mark_others();
    // The router's children must be `Send`; the host's functions are not.
    let setup = StoredValue::new_local(Some(setup));
    let routed = move || {
        links.unmark();
        setup.try_update_value(Option::take).flatten().map(|setup| {
            let has_shell = !setup.config.embedded;
            let runs = provide_state(setup);
            on_start(runs);
            runs.start();
            if has_shell {
                view! { <AppShell><Pages/></AppShell> }.into_any()
            } else {
                view! { <Pages/> }.into_any()
            }
        })
    };
    let speech = Speech::new();
    provide_context(speech);
    view! {
        <div class="license-management">
            <Router base>{routed()}</Router>
            <LiveRegion speech/>
        </div>
    }
}

/// Creates and provides the contexts, each made of those before it.
fn provide_state(setup: Setup) -> Runs {
    let run = RwSignal::default();
    let is_run_shown = Memo::new(move |_| run.with(Option::is_some));
    let session = Session::new(setup);
    let is_run_active = Signal::derive(move || {
        run.with(|run: &Option<ActiveRun>| run.as_ref().is_some_and(ActiveRun::is_under_way))
    });
    let account = Account::new(session, is_run_active);
    let table = Table::new(session, account, is_run_shown.into());
    let drafting = Drafting::new(session, account, table);
    let runs = Runs::new(drafting, run);
    provide_context(session);
    provide_context(account);
    provide_context(table);
    provide_context(drafting);
    provide_context(runs);
    runs
}

/// The page for any application. It stays mounted while the host's URL is outside the base path.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=Page>
            <Route path=path!("/:application?") view=Page/>
        </FlatRoutes>
    }
}

/// Shown when the configuration is invalid.
pub fn unusable_config(error: DecodeError) -> impl IntoView {
    view! { <div class="license-management"><crate::features::directory::problem::UnusableConfig error/></div> }
}
