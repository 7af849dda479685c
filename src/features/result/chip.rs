//! The result of a run, folded to a chip while something else is drafted.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Icon, Shape};
use crate::features::run::state::Runs;
use crate::i18n::{self, say};

/// Shows the result again.
#[component]
pub fn ResultChip() -> impl IntoView {
    let cls = style_sheet!("./style/components/result_chip.css");
    let runs = Runs::expect();
    let is_folded = Memo::new(move |_| runs.is_result_folded());
    let tally = Memo::new(move |_| runs.result().map(|run| run.report.tally));
    let has_failed = move || tally.get().is_some_and(|tally| tally.failed > 0);
    let text = move || {
        tally
            .get()
            .map(|tally| say!("run.last", what = i18n::tally(tally)))
    };
    view! { class=cls,
        <span class="place" data-focus-to="result">
            <Show when=move || is_folded.get()>
                <button
                    type="button"
                    class="chip"
                    class:warn=has_failed
                    aria-label=text
                    title=text
                    on:click=move |_| runs.fold_result(false)
                >
                    <Icon shape=Shape::Clock/>
                    <span class="words only-wide">{text}</span>
                </button>
            </Show>
        </span>
    }
}
