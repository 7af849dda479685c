//! Search and filters.

use leptos::prelude::*;
use stylers::style_sheet;
use web_sys::KeyboardEvent;

use crate::components::{Icon, Select, SelectOption, SelectOptions, Shape};
use crate::domain::query::{LicenseFilter, NumberFilter, StatusFilter};
use crate::features::table::state::Table;
use crate::features::table::texts::matching;
use crate::i18n::say;

/// Search box, filters, and the number of matching users.
#[component]
pub fn Toolbar(
    /// Renders the button that resets all; `None`: not loaded yet.
    reset: Signal<Option<fn() -> AnyView>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/toolbar.css");
    let table = Table::expect();
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            table.search(String::new());
        }
    };
    view! { class=cls,
        <div class="tools" role="search">
            <div class="search">
                <span class="glass"><Icon shape=Shape::Search/></span>
                <input
                    class="box"
                    data-focus-place="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=say!("search.label")
                    aria-keyshortcuts="/"
                    placeholder=say!("search.placeholder")
                    prop:value=move || table.filter().text
                    on:input=move |event| table.search(event_target_value(&event))
                    on:keydown=on_key
                />
                <kbd class="key" aria-hidden="true">"/"</kbd>
            </div>
            <Choice
                label=say!("filter.license")
                options=Memo::new(move |_| license_options(table))
                value=Memo::new(move |_| license_value(table.filter().license))
                on_choose=Callback::new(move |value| table.refine(|filter| filter.license = license_of(value)))
            />
            <Choice
                label=say!("filter.status")
                options=Memo::new(move |_| status_options())
                value=Memo::new(move |_| place(&STATUSES, table.filter().status))
                on_choose=Callback::new(move |value| table.refine(|filter| filter.status = chosen(&STATUSES, value)))
            />
            <Show when=move || table.needs_number()>
                <Choice
                    label=say!("filter.number")
                    options=Memo::new(move |_| number_options())
                    value=Memo::new(move |_| place(&NUMBERS, table.filter().number))
                    on_choose=Callback::new(move |value| table.refine(|filter| filter.number = chosen(&NUMBERS, value)))
                />
            </Show>
            {move || reset.get().map(|reset| reset())}
            <span class="count">{move || matching(table)}</span>
        </div>
    }
}

/// A filter dropdown, highlighted unless its first option is selected.
#[component]
fn Choice(
    label: String,
    options: Memo<SelectOptions>,
    value: Memo<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let filters = Memo::new(move |_| {
        options.with(|options| {
            options
                .first()
                .is_some_and(|first| first.value != value.get())
        })
    });
    view! {
        <Select
            label=Signal::derive(move || label.clone())
            options=options.into()
            value=value.into()
            on_choose
            marked=filters.into()
        />
    }
}

/// Values of the license filter that are not license types.
const ALL: &str = "all";
const ANY: &str = "any";
const NONE: &str = "none";

fn license_options(table: Table) -> SelectOptions {
    let fixed = [
        SelectOption::new(ALL, say!("filter.license_all")),
        SelectOption::new(ANY, say!("filter.license_any")),
        SelectOption::new(NONE, say!("filter.license_none")),
    ];
    table.with_app_view(|app_view| {
        let types = app_view.types();
        let types = types.map(|(_, each)| SelectOption::new(each.id, each.name.clone()));
        fixed.into_iter().chain(types).collect()
    })
}

fn license_value(license: LicenseFilter) -> String {
    match license {
        LicenseFilter::All => ALL.into(),
        LicenseFilter::Any => ANY.into(),
        LicenseFilter::None => NONE.into(),
        LicenseFilter::Type(product) => product.to_string(),
    }
}

fn license_of(value: String) -> LicenseFilter {
    match value.as_str() {
        ANY => LicenseFilter::Any,
        NONE => LicenseFilter::None,
        id => id.parse().map(LicenseFilter::Type).unwrap_or_default(),
    }
}

const STATUSES: [StatusFilter; 3] = [
    StatusFilter::All,
    StatusFilter::Active,
    StatusFilter::Inactive,
];
const NUMBERS: [NumberFilter; 4] = [
    NumberFilter::All,
    NumberFilter::Registered,
    NumberFilter::Unregistered,
    NumberFilter::None,
];

fn status_options() -> SelectOptions {
    numbered([
        say!("filter.status_all"),
        say!("filter.status_active"),
        say!("filter.status_inactive"),
    ])
}

fn number_options() -> SelectOptions {
    numbered([
        say!("filter.number_all"),
        say!("filter.number_registered"),
        say!("filter.number_unregistered"),
        say!("filter.number_none"),
    ])
}

/// Options whose values are their indices.
fn numbered<const N: usize>(labels: [String; N]) -> SelectOptions {
    labels
        .into_iter()
        .enumerate()
        .map(|(place, label)| SelectOption::new(place, label))
        .collect()
}

fn place<T: PartialEq>(all: &[T], wanted: T) -> String {
    all.iter()
        .position(|each| *each == wanted)
        .unwrap_or_default()
        .to_string()
}

fn chosen<T: Copy + Default>(all: &[T], place: String) -> T {
    place
        .parse()
        .ok()
        .and_then(|place: usize| all.get(place).copied())
        .unwrap_or_default()
}
