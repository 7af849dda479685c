//! What has no room in the action bar.

use leptos::prelude::*;

use super::bar_button::BarButton;
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
    is_drafted: Memo<bool>,
    is_mixed: Memo<bool>,
    automatic: RwSignal<bool>,
) -> impl IntoView {
    let table = Table::expect();
    let drafting = Drafting::expect();
    let some_selected = move || selected.get() > 0;
    view! {
        <Menu label=Signal::derive(|| say!("bar.more")) class="but-widest">
            <SelectAll selected class="button quiet only-narrow"/>
            <BarButton
                class="button quiet"
                is_shown=Signal::derive(some_selected)
                text=Signal::derive(|| say!("bar.show_selected"))
                on_click=move |()| table.show_selected()
            />
            <span class="only-narrow" hidden=move || !some_selected() || !table.needs_number()><Automatic automatic/></span>
            <BarButton
                class="button quiet"
                is_shown=is_mixed
                text=Signal::derive(move || count("bar.discard_blocked", counts.get().blocked))
                on_click=move |()| drafting.discard_all_blocked()
            />
            <BarButton
                class="button quiet"
                is_shown=is_drafted
                text=Signal::derive(|| say!("bar.show_changed"))
                on_click=move |()| drafting.show_drafted()
            />
            <BarButton
                class="button quiet only-narrow"
                is_shown=is_drafted
                text=Signal::derive(|| say!("bar.discard"))
                on_click=move |()| drafting.discard()
            />
        </Menu>
    }
}
