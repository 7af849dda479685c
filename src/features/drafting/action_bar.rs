//! The action bar: the selection, the pending changes, and the review button.

use std::sync::Arc;

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Select, SelectOption, Width};
use crate::domain::choices::TypeChoice;
use crate::domain::draft::{Numbers, Target};
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
) -> impl IntoView {
    let cls = style_sheet!("./style/components/action_bar.css");
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let selected = Memo::new(move |_| table.selected());
    let counts = move || drafting.counts(table.application_index());
    let blocked = move || counts().blocked;
    let some_change = move || counts().changes > 0;
    let some_blocked = move || blocked() > 0;
    let is_drafted = move || some_change() || some_blocked();
    let is_shown = move || !account.is_run_active() && (selected.get() > 0 || is_drafted());
    let discard_blocked = move |_| {
        drafting.review_all();
        drafting.discard_blocked();
    };
    let review = move |_| {
        drafting.review_all();
        reviewing.set(true);
    };
    view! { class=cls,
        <Show when=is_shown>
            <section class="bar" data-focus-to="selection changes" aria-label=say!("bar.label")>
                <Show when=move || { selected.get() > 0 }>
                    <SelectionPart selected/>
                </Show>
                <Show when=is_drafted>
                    <div class="drafted">
                    <Shortage/>
                    <Show when=some_change>
                        <h2 class="summary" data-focus-place="changes" tabindex="-1">{move || summary(counts())}</h2>
                    </Show>
                    <Show when=some_blocked>
                        <h2 class="blocked" data-focus-place="changes" tabindex="-1">{move || count("bar.blocked", blocked())}</h2>
                    </Show>
                    <Show when=move || some_change() && some_blocked()>
                        <button
                            type="button"
                            class="link"
                            aria-label=move || count("bar.discard_blocked", blocked())
                            on:click=discard_blocked
                        >
                            {say!("bar.discard_these")}
                        </button>
                    </Show>
                    <button type="button" class="button quiet" on:click=move |_| drafting.discard()>
                        {say!("bar.discard")}
                    </button>
                    <button
                        type="button"
                        class="button"
                        class:primary=some_change
                        aria-keyshortcuts="Control+Enter"
                        on:click=review
                    >
                        {move || if some_change() { say!("bar.review") } else { say!("bar.reasons") }}
                    </button>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

/// The number of selected users, and the license type for all of them.
#[component]
fn SelectionPart(selected: Memo<usize>) -> impl IntoView {
    let cls = style_sheet!("./style/components/selection_part.css");
    let account = Account::expect();
    let table = Table::expect();
    let automatic = RwSignal::new(true);
    let all_selected = Memo::new(move |_| table.all_matching_selected());
    view! { class=cls,
        <h2 class="selected" data-focus-place="selection" tabindex="-1">
            {move || count("bar.selected", selected.get())}
        </h2>
        <Show when=move || !all_selected.get()>
            <button type="button" class="link" on:click=move |_| table.select_all_matching()>
                {move || {
                    let n = i18n::number(table.matching());
                    if account.may_miss_users() {
                        say!("bar.select_all_known", n = n)
                    } else {
                        say!("bar.select_all", n = n)
                    }
                }}
            </button>
        </Show>
        <button type="button" class="link" on:click=move |_| table.clear_selection()>{say!("bar.clear")}</button>
        <span class="rule"></span>
        <ChangeLicense selected automatic/>
        <Show when=move || table.needs_number()>
            <label class="automatic">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=automatic
                    on:change=move |event| automatic.set(event_target_checked(&event))
                />
                {say!("bar.automatic")}
            </label>
        </Show>
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
