//! License management: everything between the title and the action bar.

use leptos::prelude::*;
use stylers::style_sheet;

use super::action_bar::ActionBar;
use super::app_picker::AppPicker;
use super::banners::Banners;
use super::problem::ReadingProblem;
use super::reading::ReadingProgress;
use super::review::Review;
use super::run_panel::RunPanel;
use super::seats::SeatMeters;
use super::toolbar::Toolbar;
use super::user_table::UserTable;
use crate::store::{Stage, Store};
use crate::text::say;
use crate::ui::{EmptyState, Icon, Shape};

/// The page.
#[component]
pub fn Page() -> impl IntoView {
    let cls = style_sheet!("./style/components/page.css");
    let store = Store::expect();
    let guide = store.config().links.adding_users.as_str().to_owned();
    let reviewing = RwSignal::new(false);
    view! { class=cls,
        <main class="page">
            <div class="head">
                <h1 class="heading">{say!("page.title")}</h1>
                <a class="guide" href=guide target="_blank" rel="noopener">{say!("page.adding_users")}</a>
                <button
                    type="button"
                    class="button quiet refresh"
                    disabled=move || store.is_running() || store.reading().stage == Stage::Reading
                    on:click=move |_| store.read()
                >
                    <Icon shape=Shape::Refresh/>
                    {say!("page.refresh")}
                </button>
            </div>
            <AppPicker/>
            <Show when=move || !matches!(store.reading().stage, Stage::Failed(_)) fallback=|| view! { <ReadingProblem/> }>
                <Show when=move || store.is_available() fallback=|| view! { <NotAvailable/> }>
                    <Banners/>
                    <RunPanel/>
                    <section class="card" aria-label=move || store.application().application.name>
                        <ReadingProgress/>
                        <SeatMeters/>
                        <Toolbar/>
                        <UserTable/>
                    </section>
                    <ActionBar reviewing/>
                    <Review open=reviewing/>
                </Show>
            </Show>
        </main>
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
