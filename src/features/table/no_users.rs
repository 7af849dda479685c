//! Stands for the table when it is empty. Part of the second module.

use leptos::prelude::*;

use crate::components::{EmptyState, Shape};
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::i18n::say;

/// The account has no users, or none match.
#[component]
pub fn NoUsers() -> impl IntoView {
    let session = Session::expect();
    let table = Table::expect();
    let is_account_empty =
        Memo::new(move |_| table.with_app_view(|app_view| app_view.directory.users.is_empty()));
    move || {
        if is_account_empty.get() {
            let guide = session.config().links.adding_users.as_str().to_owned();
            view! {
                <EmptyState shape=Shape::Person title=say!("empty.title") text=say!("empty.text")>
                    <a class="button primary" href=guide target="_blank" rel="noopener">{say!("page.adding_users")}</a>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState shape=Shape::Search title=say!("no_match.title") text=say!("no_match.text")>
                    <button type="button" class="button" on:click=move |_| table.clear_filters()>
                        {say!("no_match.clear")}
                    </button>
                </EmptyState>
            }
            .into_any()
        }
    }
}
