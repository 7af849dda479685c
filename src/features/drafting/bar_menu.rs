//! What has no room in the action bar.

use leptos::prelude::*;

use super::selection_part::{Automatic, SelectAll};
use crate::components::Menu;
use crate::domain::plan::PlanCounts;
use crate::features::drafting::state::Drafting;
use crate::features::table::state::Table;
use crate::i18n::{count, say};

/// What has no room in the bar unless it is very wide, in a menu.
#[component]
pub(super) fn BarMenu(
    selected: Memo<usize>,
    counts: Memo<PlanCounts>,
    automatic: RwSignal<bool>,
) -> impl IntoView {
    let table = Table::expect();
    let drafting = Drafting::expect();
    let is_nobody = move || selected.get() == 0;
    let is_drafted = Memo::new(move |_| counts.get() != PlanCounts::default());
    let is_mixed = Memo::new(move |_| counts.get().changes > 0 && counts.get().blocked > 0);
    view! {
        <Menu label=Signal::derive(|| say!("bar.more")) class="but-widest">
            <SelectAll selected class="button quiet only-narrow"/>
            <button
                type="button"
                class="button quiet"
                hidden=is_nobody
                on:click=move |_| table.show_selected()
            >
                {say!("bar.show_selected")}
            </button>
            <span class="only-narrow" hidden=move || is_nobody() || !table.needs_number()><Automatic automatic/></span>
            <button
                type="button"
                class="button quiet"
                hidden=move || !is_mixed.get()
                on:click=move |_| drafting.discard_all_blocked()
            >
                {move || count("bar.discard_blocked", counts.get().blocked)}
            </button>
            <button
                type="button"
                class="button quiet"
                hidden=move || !is_drafted.get()
                on:click=move |_| drafting.show_drafted()
            >
                {say!("bar.show_changed")}
            </button>
            <button
                type="button"
                class="button quiet only-narrow"
                hidden=move || !is_drafted.get()
                on:click=move |_| drafting.discard()
            >
                {say!("bar.discard")}
            </button>
        </Menu>
    }
}
