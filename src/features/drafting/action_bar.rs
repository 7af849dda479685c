//! The action bar: the selection, the pending changes, and the review button.

use leptos::prelude::*;
use stylers::style_sheet;

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
    let some_change = move || counts.get().changes > 0;
    let some_blocked = move || counts.get().blocked > 0;
    let is_drafted = move || some_change() || some_blocked();
    let is_shown =
        move || !account.is_run_active() && !covered.get() && (selected.get() > 0 || is_drafted());
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
                                        on:click=move |_| drafting.discard_all_blocked()
                                    >
                                        {say!("bar.discard_these")}
                                    </button>
                                </Show>
                                <button type="button" class="link only-widest" on:click=move |_| drafting.show_drafted()>
                                    {say!("bar.show_changed")}
                                </button>
                            </div>
                        </div>
                    </Show>
                    {move || beside.with_value(ViewFn::run)}
                    <BarMenu selected counts automatic/>
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
