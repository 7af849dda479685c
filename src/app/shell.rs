//! The frame that the stand-alone page draws around itself, where a portal would draw its own.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::i18n::say;

/// Top menu and sidebar.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/frame.css");
    view! { class=cls,
        <div class="frame">
            <header class="top">
                <b class="product">{say!("frame.product")}</b>
                <nav aria-label=say!("frame.menu")>
                    <span class="place" aria-current="true">{say!("frame.configuration")}</span>
                </nav>
            </header>
            <nav class="side" aria-label=say!("frame.configuration")>
                <span class="entry" aria-current="page">{say!("page.title")}</span>
            </nav>
            {children()}
        </div>
    }
}
