//! Search and filters.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::model::query::{Filter, LicenseFilter, NumberFilter, StatusFilter};
use crate::store::Store;
use crate::text::{count, number, say};
use crate::ui::{Icon, Shape};

/// Search box, filters, and how many match.
#[component]
pub fn Toolbar() -> impl IntoView {
    let cls = style_sheet!("./style/components/toolbar.css");
    let store = Store::expect();
    let input = NodeRef::<html::Input>::new();
    focus_on_slash(input);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            store.search(String::new());
        }
    };
    let needs_number = move || store.application().application.needs_number;
    view! { class=cls,
        <div class="tools" role="search">
            <div class="search">
                <Icon shape=Shape::Search/>
                <input
                    class="box"
                    node_ref=input
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=say!("search.label")
                    aria-keyshortcuts="/"
                    placeholder=say!("search.placeholder")
                    prop:value=move || store.filter().text
                    on:input=move |event| store.search(event_target_value(&event))
                    on:keydown=on_key
                />
                <kbd class="key" aria-hidden="true">"/"</kbd>
            </div>
            <LicenseFilterSelect/>
            <Choice
                label=say!("filter.status")
                options=status_options()
                value=Signal::derive(move || store.filter().status)
                on_choose=Callback::new(move |status| store.refine(|filter| filter.status = status))
            />
            <Show when=needs_number>
                <Choice
                    label=say!("filter.number")
                    options=number_options()
                    value=Signal::derive(move || store.filter().number)
                    on_choose=Callback::new(move |number| store.refine(|filter| filter.number = number))
                />
            </Show>
            <span class="count" role="status">{move || matching(store)}</span>
        </div>
    }
}

/// Filters by license type; the types are those of the application.
#[component]
fn LicenseFilterSelect() -> impl IntoView {
    let store = Store::expect();
    let options = Memo::new(move |_| {
        let fixed = [
            (LicenseFilter::All, say!("filter.license_all")),
            (LicenseFilter::Any, say!("filter.license_any")),
            (LicenseFilter::None, say!("filter.license_none")),
        ];
        let types = store.type_choices();
        let types = types
            .into_iter()
            .map(|each| (LicenseFilter::Type(each.id), each.name));
        fixed.into_iter().chain(types).collect::<Vec<_>>()
    });
    move || {
        view! {
            <Choice
                label=say!("filter.license")
                options=options.get()
                value=Signal::derive(move || store.filter().license)
                on_choose=Callback::new(move |license| store.refine(|filter| filter.license = license))
            />
        }
    }
}

/// A dropdown of fixed options; the first one filters nobody out.
#[component]
fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    label: String,
    options: Vec<(T, String)>,
    value: Signal<T>,
    on_choose: Callback<T>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/filter.css");
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let first = values.first().copied();
    let choose = move |event: ev::Event| {
        let index = event_target_value(&event).parse::<usize>().ok();
        if let Some(chosen) = index.and_then(|index| values.get(index)) {
            on_choose.run(*chosen);
        }
    };
    let option = move |(index, (each, name)): (usize, (T, String))| {
        view! { <option value=index prop:selected=move || value.get() == each>{name}</option> }
    };
    view! { class=cls,
        <select
            class="filter"
            class:set=move || Some(value.get()) != first
            aria-label=label
            on:change=choose
        >
            {options.into_iter().enumerate().map(option).collect_view()}
        </select>
    }
}

fn status_options() -> Vec<(StatusFilter, String)> {
    vec![
        (StatusFilter::All, say!("filter.status_all")),
        (StatusFilter::Active, say!("filter.status_active")),
        (StatusFilter::Inactive, say!("filter.status_inactive")),
    ]
}

fn number_options() -> Vec<(NumberFilter, String)> {
    vec![
        (NumberFilter::All, say!("filter.number_all")),
        (NumberFilter::Registered, say!("filter.number_registered")),
        (
            NumberFilter::Unregistered,
            say!("filter.number_unregistered"),
        ),
        (NumberFilter::None, say!("filter.number_none")),
    ]
}

fn matching(store: Store) -> String {
    let all = store.with_scope(|scope| scope.directory.users.len());
    if store.filter() == Filter::default() {
        count("count.users", all)
    } else {
        say!(
            "count.matching",
            matching = number(store.matching()),
            users = count("count.users", all)
        )
    }
}

/// The slash focuses the search, unless it is typed somewhere.
fn focus_on_slash(input: NodeRef<html::Input>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if event.key() == "/"
            && plain
            && !is_typing(&event)
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            // Focusing an element that is on the page does not fail.
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || handle.remove());
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.composed_path().get(0).dyn_into::<HtmlElement>().ok();
    target.is_some_and(|element| {
        element.is_content_editable()
            || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
