//! The selection in the action bar.

use leptos::prelude::*;
use stylers::style_sheet;

use super::bar_button::BarButton;
use super::change_license::ChangeLicense;
use crate::components::{Icon, Shape};
use crate::features::directory::state::Account;
use crate::features::table::state::Table;
use crate::i18n::{self, count, say};

/// The number of selected users, and the license type for all of them.
#[component]
pub(super) fn SelectionPart(selected: Memo<usize>, automatic: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/selection_part.css");
    let table = Table::expect();
    view! { class=cls,
        <div class="selection" hidden=move || selected.get() == 0>
            <div class="who">
                <h2 class="selected" data-focus-place="selection" tabindex="-1">
                    {move || count("bar.selected", selected.get())}
                </h2>
                <span class="links only-wide">
                    <SelectAll selected class="link"/>
                    <button type="button" class="link only-widest" on:click=move |_| table.show_selected()>{say!("bar.show_selected")}</button>
                    <button type="button" class="link" on:click=move |_| table.clear_selection()>{say!("bar.clear")}</button>
                </span>
            </div>
            <button
                type="button"
                class="button quiet only-narrow"
                aria-label=say!("bar.clear")
                on:click=move |_| table.clear_selection()
            >
                <Icon shape=Shape::Cross/>
            </button>
            <span class="rule only-wide"></span>
            <ChangeLicense selected automatic/>
            <span class="only-wide" hidden=move || !table.needs_number()><Automatic automatic/></span>
        </div>
    }
}

/// Selects all who match, if there is a selection without some of them.
#[component]
pub(super) fn SelectAll(selected: Memo<usize>, class: &'static str) -> impl IntoView {
    let account = Account::expect();
    let table = Table::expect();
    let is_partial = Memo::new(move |_| selected.get() > 0 && !table.all_matching_selected());
    let label = move || {
        let n = i18n::number(table.matching());
        if account.may_miss_users() {
            say!("bar.select_all_known", n = n)
        } else {
            say!("bar.select_all", n = n)
        }
    };
    view! {
        <BarButton
            class
            is_shown=is_partial
            text=Signal::derive(label)
            on_click=move |()| table.select_all_matching()
        />
    }
}

/// Whether numbers are assigned automatically.
#[component]
pub(super) fn Automatic(automatic: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/automatic.css");
    view! { class=cls,
        <label class="automatic">
            <input
                class="check"
                type="checkbox"
                prop:checked=automatic
                on:change=move |event| automatic.set(event_target_checked(&event))
            />
            {say!("bar.automatic")}
        </label>
    }
}
