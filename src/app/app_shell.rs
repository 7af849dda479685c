//! The app shell of the stand-alone page. A portal that embeds the page has its own.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::i18n::{Language, say};

/// Top menu and sidebar.
#[component]
pub fn AppShell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/app_shell.css");
    let language = Language::expect();
    let around = move || {
        language.track();
        view! { class=cls,
            <header class="top">
                <b class="product">{say!("shell.product")}</b>
                <nav aria-label=say!("shell.menu")>
                    <span class="place" aria-current="true">{say!("shell.configuration")}</span>
                </nav>
            </header>
            <nav class="side" aria-label=say!("shell.configuration")>
                <span class="item" aria-current="page">{say!("page.title")}</span>
            </nav>
        }
    };
    view! { class=cls,
        <div class="shell">
            {around}
            {children()}
        </div>
    }
}
