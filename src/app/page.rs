//! The page: title, applications, table and dock.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::app::dock::{DeferredViews, Dock};
use crate::components::{EmptyState, Icon, Shape};
use crate::features::applications::app_picker::{AppPicker, is_any_offered};
use crate::features::applications::seat_row::SeatRow;
use crate::features::campaign_banner::Banners;
use crate::features::directory::load_progress::{LoadProgress, LoadText};
use crate::features::directory::load_state::Stage;
use crate::features::directory::problem::LoadProblem;
use crate::features::directory::state::Account;
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::features::table::toolbar::Toolbar;
use crate::features::table::user_table::UserTable;
use crate::i18n::{Language, say};

/// The page, rendered anew when the language changes. What must survive this is in the contexts.
#[component]
pub fn Page() -> impl IntoView {
    let language = Language::expect();
    move || {
        language.track();
        view! { <Content/> }
    }
}

/// Title, applications, users and dock.
#[component]
fn Content() -> impl IntoView {
    let cls = style_sheet!("./style/components/page.css");
    let session = Session::expect();
    let account = Account::expect();
    let table = Table::expect();
    let guide = session.config().links.adding_users.as_str().to_owned();
    let is_busy = Memo::new(move |_| account.is_run_active() || account.load_state().is_loading());
    let refresh = move |_| {
        if !is_busy.get_untracked() {
            account.refresh();
        }
    };
    let deferred = RwSignal::new(None::<DeferredViews>);
    let part = Memo::new(move |_| match account.load_state().stage {
        Stage::Failed(_) => Part::Problem,
        _ if !is_any_offered(session, account) => Part::NoLicenses,
        _ if !table.is_available() => Part::NotAvailable,
        _ => Part::Users,
    });
    view! { class=cls,
        <main class="page" data-focus-to="empty table page">
            <div class="head">
                <h1 class="heading" data-focus-place="page" tabindex="-1">{say!("page.title")}</h1>
                <a class="guide" href=guide target="_blank" rel="noopener">{say!("page.adding_users")}</a>
                {move || deferred.get().map(|views| views.history.run(()))}
                <LoadText/>
                <button
                    type="button"
                    class="button quiet"
                    data-focus-place="refresh"
                    aria-disabled=move || is_busy.get().to_string()
                    on:click=refresh
                >
                    <Icon shape=Shape::Refresh/>
                    {say!("page.refresh")}
                </button>
            </div>
            <Show when=move || part.get() != Part::NoLicenses>
                <AppPicker badge=Signal::derive(move || deferred.get().map(|views| views.badge))/>
            </Show>
            {move || {
                let instead = match part.get() {
                    Part::Users => return view! { <Users deferred/> }.into_any(),
                    Part::Problem => view! { <LoadProblem/> }.into_any(),
                    Part::NoLicenses => view! { <NoLicenses/> }.into_any(),
                    Part::NotAvailable => view! { <NotAvailable/> }.into_any(),
                };
                view! { class=cls, <section class="instead">{instead}</section> }.into_any()
            }}
        </main>
    }
}

/// What is shown below the applications.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Problem,
    NoLicenses,
    NotAvailable,
    Users,
}

/// The users of the account and their licenses.
#[component]
fn Users(deferred: RwSignal<Option<DeferredViews>>) -> impl IntoView {
    let cls = style_sheet!("./style/components/card.css");
    let table = Table::expect();
    view! { class=cls,
        <Banners/>
        <section class="card" data-focus-to="search" aria-label=move || table.application().application.name>
            <LoadProgress/>
            <div data-focus-to="refresh">{move || deferred.get().map(|views| (views.gaps)())}</div>
            <SeatRow meters=Signal::derive(move || deferred.get().map(|views| views.meters))/>
            <Toolbar reset=Signal::derive(move || deferred.get().map(|views| views.reset))/>
            {move || deferred.get().map(|views| views.skip.run(()))}
            <UserTable parts=Signal::derive(move || deferred.get().map(|views| views.table))/>
        </section>
        {move || deferred.get().map(|views| (views.shortcuts)())}
        <Dock deferred/>
    }
}

/// Shown when the account has no license types of any application.
#[component]
fn NoLicenses() -> impl IntoView {
    let account = Account::expect();
    view! {
        <EmptyState shape=Shape::Key title=say!("app.no_licenses_title") text=say!("app.no_licenses_text")>
            <button type="button" class="button" on:click=move |_| account.refresh()>{say!("page.refresh")}</button>
        </EmptyState>
    }
}

/// Shown when the account has no license types of the application.
#[component]
fn NotAvailable() -> impl IntoView {
    let table = Table::expect();
    let name = move || table.application().application.name;
    view! {
        <EmptyState
            shape=Shape::Key
            title=Signal::derive(move || say!("app.not_available_title", name = name()))
            text=Signal::derive(move || say!("app.not_available_text", name = name()))
        />
    }
}
