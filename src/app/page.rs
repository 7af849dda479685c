//! License management: everything between the title and the action bar.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::app::dock::Dock;
use crate::components::{EmptyState, Icon, Shape};
use crate::features::campaign_banner::Banners;
use crate::features::directory::app_picker::AppPicker;
use crate::features::directory::problem::ReadingProblem;
use crate::features::directory::reading::ReadingProgress;
use crate::features::directory::seats::SeatMeters;
use crate::features::directory::user_table::UserTable;
use crate::features::filters::toolbar::Toolbar;
use crate::i18n::say;
use crate::store::{Stage, Store};

/// The page.
#[component]
pub fn Page() -> impl IntoView {
    let cls = style_sheet!("./style/components/page.css");
    let store = Store::expect();
    let guide = store.config().links.adding_users.as_str().to_owned();
    let content = Memo::new(move |_| match store.reading().stage {
        Stage::Failed(_) => Content::Problem,
        _ if !store.is_available() => Content::NotAvailable,
        _ => Content::Users,
    });
    view! { class=cls,
        <main class="page">
            <div class="head">
                <h1 class="heading">{say!("page.title")}</h1>
                <a class="guide" href=guide target="_blank" rel="noopener">{say!("page.adding_users")}</a>
                <button
                    type="button"
                    class="button quiet refresh"
                    disabled=move || store.is_running() || store.reading().is_under_way()
                    on:click=move |_| store.read()
                >
                    <Icon shape=Shape::Refresh/>
                    {say!("page.refresh")}
                </button>
            </div>
            <AppPicker/>
            {move || match content.get() {
                Content::Problem => view! { <ReadingProblem/> }.into_any(),
                Content::NotAvailable => view! { <NotAvailable/> }.into_any(),
                Content::Users => view! { <Users/> }.into_any(),
            }}
        </main>
    }
}

/// What stands below the applications.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Problem,
    NotAvailable,
    Users,
}

/// The users of the account with their licenses, and all that can be done with them.
#[component]
fn Users() -> impl IntoView {
    let cls = style_sheet!("./style/components/card.css");
    let store = Store::expect();
    view! { class=cls,
        <Banners/>
        <section class="card" aria-label=move || store.application().application.name>
            <ReadingProgress/>
            <SeatMeters/>
            <Toolbar/>
            <UserTable/>
        </section>
        <Dock/>
    }
}

/// The account has no license types of the application.
#[component]
fn NotAvailable() -> impl IntoView {
    let store = Store::expect();
    let name = move || store.application().application.name;
    view! {
        <EmptyState
            shape=Shape::Key
            title=Signal::derive(move || say!("app.not_available_title", name = name()))
            text=Signal::derive(move || say!("app.not_available_text", name = name()))
        />
    }
}
