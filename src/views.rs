//! The pages, made of `ui` and `store`.

mod action_bar;
mod app_picker;
mod banners;
mod dock;
mod export;
mod frame;
mod license_select;
mod lines;
mod number_select;
mod page;
mod pages;
mod problem;
mod reading;
mod result_table;
mod review;
mod review_details;
mod run_panel;
mod run_result;
mod scarce_seats;
mod seats;
mod session_runs;
mod toolbar;
mod unfinished;
mod user_row;
mod user_table;

use leptos::prelude::*;

use crate::json::WrongField;
use crate::store::Store;

/// The page of a deployment.
pub fn page(store: Store) -> impl IntoView {
    let framed = !store.config().embedded;
    provide_context(store);
    store.start();
    let main = || view! { <page::Page/> };
    let content = if framed {
        view! { <frame::Frame>{main()}</frame::Frame> }.into_any()
    } else {
        main().into_any()
    };
    view! { <div class="license-management">{content}</div> }
}

/// What stands there when the configuration cannot be used.
pub fn unusable_config(error: WrongField) -> impl IntoView {
    view! { <div class="license-management"><problem::UnusableConfig error/></div> }
}
