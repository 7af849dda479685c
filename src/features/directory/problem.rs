//! Shown in place of the table when nothing can be loaded.

use leptos::prelude::*;

use crate::api::ApiError;
use crate::components::{EmptyState, Shape};
use crate::decode::DecodeError;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::session::Session;
use crate::i18n::{api_error, say};

/// The account could not be loaded.
#[component]
pub fn LoadProblem() -> impl IntoView {
    let account = Account::expect();
    move || match account.load_state().stage {
        Stage::Failed(ApiError::SignedOut) => view! { <SignedOut/> }.into_any(),
        Stage::Failed(error) => view! {
            <EmptyState shape=Shape::Offline title=say!("problem.title") text=api_error(&error)>
                <button type="button" class="button primary" on:click=move |_| account.refresh()>
                    {say!("problem.retry")}
                </button>
            </EmptyState>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Nobody is signed in.
#[component]
fn SignedOut() -> impl IntoView {
    let session = Session::expect();
    let account = Account::expect();
    let sign_in = session.sign_in_href().map(|href| {
        view! { <a class="button primary" href=href rel="external">{say!("problem.sign_in")}</a> }
    });
    view! {
        <EmptyState shape=Shape::Person title=say!("problem.signed_out") text=say!("problem.signed_out_text")>
            {sign_in}
            <button type="button" class="button" on:click=move |_| account.refresh()>{say!("problem.retry")}</button>
        </EmptyState>
    }
}

/// The configuration is invalid.
#[component]
pub fn UnusableConfig(
    /// The invalid field, and why.
    error: DecodeError,
) -> impl IntoView {
    let text = say!(
        "problem.config_text",
        field = error.field,
        problem = error.problem
    );
    view! { <EmptyState shape=Shape::Warning title=say!("problem.config") text/> }
}
