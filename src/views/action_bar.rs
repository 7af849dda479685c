//! The bar at the bottom: what is selected, what is drafted, and the way on.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::model::choices::TypeChoice;
use crate::model::draft::{Numbers, Target};
use crate::store::Store;
use crate::text::{self, count, say};

/// The value of the option that takes licenses away.
const NO_LICENSE: &str = "none";

/// Appears with a selection or a draft.
#[component]
pub fn ActionBar(
    /// Set to open the review.
    reviewing: RwSignal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/action_bar.css");
    let store = Store::expect();
    let selected = Memo::new(move |_| store.selected());
    let drafted = Memo::new(move |_| store.drafted(store.application_index()));
    let is_shown = move || !store.is_running() && (selected.get() > 0 || drafted.get() > 0);
    view! { class=cls,
        <Show when=is_shown>
            <section class="bar" aria-label=say!("bar.label")>
                <Show when=move || { selected.get() > 0 }>
                    <SelectionPart selected/>
                </Show>
                <Show when=move || { drafted.get() > 0 }>
                    <span class="space"></span>
                    <Shortage/>
                    <span class="summary" role="status">{move || summary(store)}</span>
                    <button type="button" class="button quiet" on:click=move |_| store.discard()>
                        {say!("bar.discard")}
                    </button>
                    <button type="button" class="button primary" on:click=move |_| reviewing.set(true)>
                        {say!("bar.review")}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

/// How many are selected, and the license type for all of them.
#[component]
fn SelectionPart(selected: Memo<usize>) -> impl IntoView {
    let cls = style_sheet!("./style/components/selection_part.css");
    let store = Store::expect();
    let automatic = RwSignal::new(true);
    let needs_number = move || store.application().application.needs_number;
    let all_selected = Memo::new(move |_| store.all_matching_selected());
    view! { class=cls,
        <b class="selected" role="status">{move || count("bar.selected", selected.get())}</b>
        <Show when=move || !all_selected.get()>
            <button type="button" class="link" on:click=move |_| store.select_all_matching()>
                {move || say!("bar.select_all", n = text::number(store.matching()))}
            </button>
        </Show>
        <button type="button" class="link" on:click=move |_| store.clear_selection()>{say!("bar.clear")}</button>
        <span class="rule"></span>
        <ChangeLicense selected automatic/>
        <Show when=needs_number>
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

/// The dropdown of license types for all who are selected. It shows what was chosen until the selection changes.
#[component]
fn ChangeLicense(selected: Memo<usize>, automatic: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/change_license.css");
    let store = Store::expect();
    let element = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        selected.track();
        if let Some(select) = element.get() {
            select.set_value("");
        }
    });
    let choose = move |event: ev::Event| {
        let target = match event_target_value(&event).as_str() {
            "" => return,
            NO_LICENSE => Target::NoLicense,
            id => match id.parse() {
                Ok(product) => Target::License(product),
                Err(_) => return,
            },
        };
        let numbers = if automatic.get_untracked() {
            Numbers::Automatic
        } else {
            Numbers::AsChosen
        };
        store.choose_for_selected(target, numbers);
    };
    let option = |choice: TypeChoice| {
        let why = choice.unavailable.map(text::unavailable);
        let label = match &why {
            Some(why) => say!("choice.disabled", name = choice.name, why = why),
            None => choice.name,
        };
        view! { <option value=choice.id.to_string() disabled=why.is_some()>{label}</option> }
    };
    view! { class=cls,
        <select
            class="change"
            node_ref=element
            aria-label=say!("bar.change")
            disabled=move || !store.is_editable()
            on:change=choose
        >
            <option value="">{say!("bar.change_placeholder")}</option>
            {move || store.type_choices().into_iter().map(option).collect_view()}
            <option value=NO_LICENSE>{say!("license.none")}</option>
        </select>
    }
}

/// Too few numbers, with the exact count.
#[component]
fn Shortage() -> impl IntoView {
    let cls = style_sheet!("./style/components/shortage.css");
    let store = Store::expect();
    move || {
        store.shortage().map(|short| {
            let text = say!(
                "bar.shortage",
                needed = count("count.numbers_needed", short.needed),
                available = text::number(short.available),
                without = count("count.users", short.needed - short.available)
            );
            view! { class=cls, <span class="short" role="alert">{text}</span> }
        })
    }
}

fn summary(store: Store) -> String {
    store.with_plan(|plan, _| {
        let changes = count("bar.changes", plan.changes.len());
        let emails = (plan.emails() > 0).then(|| count("bar.emails", plan.emails()));
        let blocked = (!plan.blocked.is_empty()).then(|| count("bar.blocked", plan.blocked.len()));
        [Some(changes), emails, blocked]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    })
}
