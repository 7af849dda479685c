//! The action bar: the selection, the pending changes, and the review button.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

use crate::components::{Icon, Select, SelectOption, Shape, Width, current_target, unique_id};
use crate::domain::choices::TypeChoice;
use crate::domain::draft::{Numbers, Target};
use crate::domain::plan::PlanCounts;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::drafting::texts::summary;
use crate::features::table::state::Table;
use crate::i18n::{self, count, say};

/// The value of the option that removes licenses.
const NO_LICENSE: &str = "none";

/// Shown with a selection or a draft.
#[component]
pub fn ActionBar(
    /// Set to open the review.
    reviewing: RwSignal<bool>,
    /// Stands beside the pending changes.
    #[prop(into)]
    beside: ViewFn,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/action_bar.css");
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let selected = Memo::new(move |_| table.selected());
    let automatic = RwSignal::new(true);
    let counts = Memo::new(move |_| drafting.counts(table.application_index()));
    let some_change = move || counts.get().changes > 0;
    let some_blocked = move || counts.get().blocked > 0;
    let is_drafted = move || some_change() || some_blocked();
    let is_shown = move || !account.is_run_active() && (selected.get() > 0 || is_drafted());
    let beside = StoredValue::new(beside);
    let review = move |_| {
        drafting.review_all();
        reviewing.set(true);
    };
    view! { class=cls,
        <Show when=is_shown>
            <section class="bar" data-focus-to="selection changes" aria-label=say!("bar.label")>
                <Show when=move || { selected.get() > 0 }>
                    <SelectionPart selected automatic/>
                </Show>
                <Show when=is_drafted><Shortage/></Show>
                <div class="rest" class:drafted=is_drafted>
                    <Show when=is_drafted>
                        <div class="sums">
                            <Show when=some_change>
                                <h2 class="summary" data-focus-place="changes" tabindex="-1">{move || summary(counts.get())}</h2>
                            </Show>
                            <div class="line">
                                <Show when=some_blocked>
                                    <h2 class="blocked" data-focus-place="changes" tabindex="-1">
                                        {move || count("bar.blocked", counts.get().blocked)}
                                    </h2>
                                </Show>
                                <Show when=move || some_change() && some_blocked()>
                                    <button
                                        type="button"
                                        class="link only-widest"
                                        aria-label=move || count("bar.discard_blocked", counts.get().blocked)
                                        on:click=move |_| discard_blocked(drafting)
                                    >
                                        {say!("bar.discard_these")}
                                    </button>
                                </Show>
                                <button type="button" class="link only-widest" on:click=move |_| show_drafted(drafting)>
                                    {say!("bar.show_changed")}
                                </button>
                            </div>
                        </div>
                        {move || beside.with_value(ViewFn::run)}
                    </Show>
                    <More selected counts automatic/>
                    <Show when=is_drafted>
                        <button type="button" class="button quiet only-wide" on:click=move |_| drafting.discard()>
                            {say!("bar.discard")}
                        </button>
                        <button
                            type="button"
                            class="button"
                            class:primary=some_change
                            aria-label=move || if some_change() { say!("bar.review") } else { say!("bar.reasons") }
                            aria-keyshortcuts="Control+Enter"
                            on:click=review
                        >
                            <Show when=some_change fallback=|| say!("bar.reasons")>
                                <span class="only-widest">{say!("bar.review")}</span>
                                <span class="but-widest">{say!("bar.review_short")}</span>
                            </Show>
                        </button>
                    </Show>
                </div>
            </section>
        </Show>
    }
}

fn show_drafted(drafting: Drafting) {
    drafting
        .table
        .show_only(untrack(|| drafting.drafted_users()));
}

fn show_selected(table: Table) {
    table.show_only(untrack(|| table.selected_users()));
}

fn discard_blocked(drafting: Drafting) {
    drafting.review_all();
    drafting.discard_blocked();
}

/// The number of selected users, and the license type for all of them.
#[component]
fn SelectionPart(selected: Memo<usize>, automatic: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/selection_part.css");
    let table = Table::expect();
    view! { class=cls,
        <div class="selection">
            <div class="who">
                <h2 class="selected" data-focus-place="selection" tabindex="-1">
                    {move || count("bar.selected", selected.get())}
                </h2>
                <span class="links only-wide">
                    <SelectAll class="link"/>
                    <button type="button" class="link only-widest" on:click=move |_| show_selected(table)>{say!("bar.show_selected")}</button>
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
            <Show when=move || table.needs_number()>
                <span class="only-wide"><Automatic automatic/></span>
            </Show>
        </div>
    }
}

/// Selects all who match, unless they are.
#[component]
fn SelectAll(class: &'static str) -> impl IntoView {
    let account = Account::expect();
    let table = Table::expect();
    let all_selected = Memo::new(move |_| table.all_matching_selected());
    let label = move || {
        let n = i18n::number(table.matching());
        if account.may_miss_users() {
            say!("bar.select_all_known", n = n)
        } else {
            say!("bar.select_all", n = n)
        }
    };
    view! {
        <Show when=move || !all_selected.get()>
            <button type="button" class=class on:click=move |_| table.select_all_matching()>{label}</button>
        </Show>
    }
}

/// Whether numbers are assigned automatically.
#[component]
fn Automatic(automatic: RwSignal<bool>) -> impl IntoView {
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

fn close_after_button(event: MouseEvent) {
    let is_button = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlButtonElement>().ok())
        .is_some();
    let menu = current_target::<HtmlElement>(&event);
    if let Some(menu) = menu.filter(|_| is_button) {
        // Hiding a popover that is open does not fail.
        let _ = menu.hide_popover();
    }
}

/// What has no room in the bar unless it is very wide, in a menu.
#[component]
fn More(
    selected: Memo<usize>,
    counts: Memo<PlanCounts>,
    automatic: RwSignal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/bar_menu.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let id = StoredValue::new(unique_id());
    let is_drafted = move || counts.get() != PlanCounts::default();
    let is_mixed = move || counts.get().changes > 0 && counts.get().blocked > 0;
    view! { class=cls,
        <button type="button" class="button quiet but-widest more" aria-label=say!("bar.more") popovertarget=id.get_value()>
            <Icon shape=Shape::More/>
        </button>
        <div class="menu" id=id.get_value() popover="auto" on:click=close_after_button>
            <Show when=move || { selected.get() > 0 }>
                <SelectAll class="button quiet only-narrow"/>
                <button type="button" class="button quiet" on:click=move |_| show_selected(table)>{say!("bar.show_selected")}</button>
                <Show when=move || table.needs_number()><span class="only-narrow"><Automatic automatic/></span></Show>
            </Show>
            <Show when=is_mixed>
                <button type="button" class="button quiet" on:click=move |_| discard_blocked(drafting)>
                    {move || count("bar.discard_blocked", counts.get().blocked)}
                </button>
            </Show>
            <Show when=is_drafted>
                <button type="button" class="button quiet" on:click=move |_| show_drafted(drafting)>{say!("bar.show_changed")}</button>
                <button type="button" class="button quiet only-narrow" on:click=move |_| drafting.discard()>{say!("bar.discard")}</button>
            </Show>
        </div>
    }
}

/// The dropdown of license types for all selected users. It shows the last choice until the selection changes.
#[component]
fn ChangeLicense(selected: Memo<usize>, automatic: RwSignal<bool>) -> impl IntoView {
    let account = Account::expect();
    let drafting = Drafting::expect();
    let shown = RwSignal::new(String::new());
    Effect::new(move |_| {
        selected.track();
        // Even if it is set to what it shows, the browser looks through all form controls of the page.
        if shown.with_untracked(|shown| !shown.is_empty()) {
            shown.set(String::new());
        }
    });
    let choose = move |value: String| {
        let target = match value.as_str() {
            NO_LICENSE => Some(Target::NoLicense),
            id => id.parse().ok().map(Target::License),
        };
        if let Some(target) = target {
            let numbers = if automatic.get_untracked() {
                Numbers::Automatic
            } else {
                Numbers::AsChosen
            };
            shown.set(value);
            drafting.choose_for_selected(target, numbers);
        }
    };
    view! {
        <Select
            label=Signal::derive(|| say!("bar.change"))
            options=Memo::new(move |_| license_options(drafting)).into()
            value=shown.into()
            on_choose=Callback::new(choose)
            disabled=Signal::derive(move || !account.is_editable())
            width=Width::Medium
        />
    }
}

fn license_options(drafting: Drafting) -> Arc<[SelectOption]> {
    let option = |choice: TypeChoice| match choice.unavailable.map(i18n::unavailable) {
        Some(why) => SelectOption {
            disabled: true,
            ..SelectOption::new(
                choice.id,
                say!("choice.disabled", name = choice.name, why = why),
            )
        },
        None => SelectOption::new(choice.id, choice.name),
    };
    let first = SelectOption::new("", say!("bar.change_placeholder"));
    let none = SelectOption::new(NO_LICENSE, say!("license.none"));
    let types = drafting.type_choices().into_iter().map(option);
    std::iter::once(first).chain(types).chain([none]).collect()
}

/// How many numbers are missing.
#[component]
fn Shortage() -> impl IntoView {
    let cls = style_sheet!("./style/components/shortage.css");
    let drafting = Drafting::expect();
    move || {
        drafting.shortage().map(|short| {
            let text = say!(
                "bar.shortage",
                needed = count("count.numbers_needed", short.needed),
                available = i18n::number(short.available),
                without = count("count.users", short.needed - short.available)
            );
            view! { class=cls, <span class="short" role="alert">{text}</span> }
        })
    }
}
