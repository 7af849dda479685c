//! The pending changes of an application, on its card. Part of the second module.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::features::drafting::state::Drafting;
use crate::i18n::{count, number};

/// The number of pending changes; nothing without any.
#[component]
pub fn PendingBadge(application: usize) -> impl IntoView {
    let cls = style_sheet!("./style/components/pending_badge.css");
    let drafting = Drafting::expect();
    let pending = Memo::new(move |_| drafting.pending(application));
    let text = move || count("app.pending", pending.get());
    view! { class=cls,
        <span class="badge" role="img" aria-label=text title=text hidden=move || pending.get() == 0>
            {move || number(pending.get())}
        </span>
    }
}
