//! The page: the features, composed.

mod dock;
mod page;
mod shell;

use leptos::prelude::*;

use crate::decode::DecodeError;
use crate::store::Store;

/// The page of a deployment.
pub fn page(store: Store) -> impl IntoView {
    let framed = !store.config().embedded;
    provide_context(store);
    store.start();
    let main = || view! { <page::Page/> };
    let content = if framed {
        view! { <shell::Shell>{main()}</shell::Shell> }.into_any()
    } else {
        main().into_any()
    };
    view! { <div class="license-management">{content}</div> }
}

/// What stands there when the configuration cannot be used.
pub fn unusable_config(error: DecodeError) -> impl IntoView {
    view! { <div class="license-management"><crate::features::directory::problem::UnusableConfig error/></div> }
}
