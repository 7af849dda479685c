//! The action bar: the selection, the pending changes, and the review button.

use leptos::prelude::*;
use stylers::style_sheet;

use super::bar_button::BarButton;
use super::bar_menu::BarMenu;
use super::selection_part::SelectionPart;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::drafting::texts::summary;
use crate::features::table::state::Table;
use crate::i18n::{self, count, say};

/// Shown with a selection or a draft.
#[component]
pub fn ActionBar(
    /// Set to open the review.
    reviewing: RwSignal<bool>,
    /// Whether something else stands in its place.
    #[prop(into)]
    covered: Signal<bool>,
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
    let some_change = Memo::new(move |_| counts.get().changes > 0);
    let some_blocked = Memo::new(move |_| counts.get().blocked > 0);
    let is_drafted = Memo::new(move |_| some_change.get() || some_blocked.get());
    let is_mixed = Memo::new(move |_| some_change.get() && some_blocked.get());
    let is_shown = Memo::new(move |_| {
        let is_free = !account.is_run_active() && !covered.get();
        is_free && (selected.get() > 0 || is_drafted.get())
    });
    // Hidden from then on when it has no use: building it takes longer than all else that a change does.
    let is_built = Memo::new(move |was: Option<&bool>| was == Some(&true) || is_shown.get());
    let beside = StoredValue::new(beside);
    let review = move |_| {
        drafting.review_all();
        reviewing.set(true);
    };
    let review_text = move |text: fn() -> String| {
        move || {
            if some_change.get() {
                text()
            } else {
                say!("bar.reasons")
            }
        }
    };
    view! { class=cls,
        <Show when=move || is_built.get()>
            <section
                class="bar"
                hidden=move || !is_shown.get()
                data-focus-to="selection changes"
                aria-label=say!("bar.label")
            >
                <SelectionPart selected automatic/>
                <Shortage is_drafted/>
                <div class="rest" class:drafted=is_drafted class:alone=move || selected.get() == 0>
                    <div class="sums" hidden=move || !is_drafted.get()>
                        <h2 class="summary" data-focus-place="changes" tabindex="-1" hidden=move || !some_change.get()>
                            {move || summary(counts.get())}
                        </h2>
                        <div class="line">
                            <h2 class="blocked" data-focus-place="changes" tabindex="-1" hidden=move || !some_blocked.get()>
                                {move || count("bar.blocked", counts.get().blocked)}
                            </h2>
                            <BarButton
                                class="link only-widest"
                                is_shown=is_mixed
                                text=Signal::derive(|| say!("bar.discard_these"))
                                name=Signal::derive(move || count("bar.discard_blocked", counts.get().blocked))
                                on_click=move |()| drafting.discard_all_blocked()
                            />
                            <button type="button" class="link only-widest" on:click=move |_| drafting.show_drafted()>
                                {say!("bar.show_changed")}
                            </button>
                        </div>
                    </div>
                    {move || beside.with_value(ViewFn::run)}
                    <BarMenu selected counts is_drafted is_mixed automatic/>
                    <BarButton
                        class="button quiet only-wide"
                        is_shown=is_drafted
                        text=Signal::derive(|| say!("bar.discard"))
                        on_click=move |()| drafting.discard()
                    />
                    <button
                        type="button"
                        class="button"
                        class:primary=some_change
                        aria-label=review_text(|| say!("bar.review"))
                        aria-keyshortcuts="Control+Enter"
                        hidden=move || !is_drafted.get()
                        on:click=review
                    >
                        <span class="only-widest">{review_text(|| say!("bar.review"))}</span>
                        <span class="but-widest">{review_text(|| say!("bar.review_short"))}</span>
                    </button>
                </div>
            </section>
        </Show>
    }
}

/// How many numbers are missing.
#[component]
fn Shortage(is_drafted: Memo<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/shortage.css");
    let drafting = Drafting::expect();
    move || {
        let short = drafting.shortage().filter(|_| is_drafted.get());
        short.map(|short| {
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
