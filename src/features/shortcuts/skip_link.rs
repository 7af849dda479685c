//! Leads past the table to the dock, for those who don't use shortcuts. Part of the second module.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;

use super::dialog::DOCK;
use crate::components::{current_target, focus_place, root_of};
use crate::features::drafting::state::Drafting;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::i18n::say;

/// Visible while it has the focus, which it gets only if the dock shows something. Otherwise it is invisible instead of
/// removed: adding a positioned element makes the browser look through all of the table.
#[component]
pub fn SkipLink() -> impl IntoView {
    let cls = style_sheet!("./style/components/skip_link.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let is_needed = Memo::new(move |_| {
        table.selected() > 0
            || drafting.drafted(table.application_index()) > 0
            || runs.is_running()
            || runs.result().is_some()
            || runs.other_run().is_some()
    });
    let skip = move |event: MouseEvent| {
        current_target(&event).and_then(|link| focus_place(&root_of(&link)?, DOCK));
    };
    view! { class=cls,
        <button type="button" class="button skip" class:off=move || !is_needed.get() on:click=skip>
            {say!("shortcuts.skip")}
        </button>
    }
}
