//! The application cards.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::embed::config::ConfiguredApplication;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::i18n::{count, number, say};

/// A card for each application, which links to its view.
#[component]
pub fn AppPicker() -> impl IntoView {
    let cls = style_sheet!("./style/components/app_picker.css");
    let session = Session::expect();
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let applications = session.config().applications.clone();
    let card = move |(index, each): (usize, ConfiguredApplication)| {
        let name = each.application.name;
        let initial: String = name.chars().take(1).collect();
        let open = move |event: MouseEvent| {
            if is_plain(&event) {
                event.prevent_default();
                table.select_application(index);
            }
        };
        view! { class=cls,
            <a
                class="app"
                class:unavailable=move || !is_offered(account, index)
                href=table.href(index)
                aria-current=move || (table.application_index() == index).then_some("page")
                on:click=open
            >
                <span class="initial" aria-hidden="true">{initial}</span>
                <strong class="name">{name}</strong>
                <span class="state">{move || state(account, drafting, index)}</span>
            </a>
        }
    };
    view! { class=cls,
        <nav class="apps" aria-label=say!("app.label")>
            {applications.into_iter().enumerate().map(card).collect_view()}
        </nav>
    }
}

/// Whether the click opens the link in this tab, rather than in a new one or as a download.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
}

fn is_offered(account: Account, index: usize) -> bool {
    account.with_application(index, |app_view| app_view.types().next().is_some())
        || matches!(
            account.load_state().stage,
            Stage::Loading | Stage::Failed(_)
        )
}

fn state(account: Account, drafting: Drafting, index: usize) -> String {
    let pending = drafting.pending(index);
    if pending > 0 {
        return count("app.pending", pending);
    }
    if !is_offered(account, index) {
        return say!("app.not_available");
    }
    if !account.is_editable() {
        return match account.load_state().stage {
            Stage::Loading => say!("app.loading"),
            Stage::Complete | Stage::Partial(_) | Stage::Failed(_) => say!("app.not_loaded"),
        };
    }
    account.with_totals(index, |app_view| {
        let licensed = app_view.licensed();
        match app_view.all_seats().total {
            Some(total) => {
                say!(
                    "app.licensed_of",
                    licensed = number(licensed),
                    total = number(total as usize)
                )
            }
            None => count("app.licensed", licensed),
        }
    })
}
