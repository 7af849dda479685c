//! The run panel: progress, then the result until it is dismissed.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::features::result::summary::RunResult;
use crate::features::run::panel::{Controls, RunProgress};
use crate::features::run::state::Runs;
use crate::i18n::say;

/// Progress while a run is active, its result afterwards.
#[component]
pub fn RunPanel(
    /// Set to open the review.
    reviewing: RwSignal<bool>,
    /// Set to open the run history.
    listing: RwSignal<bool>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/run_panel.css");
    let runs = Runs::expect();
    let result = Memo::new(move |_| runs.result());
    let running = Memo::new(move |_| runs.is_running() || runs.is_result_due());
    let failed = move || {
        let shown = result.with(|result| result.as_ref().map(|run| run.report.tally));
        let tally = shown.or_else(|| runs.with_run(|run| Some(run?.run.tally())));
        tally.is_some_and(|tally| tally.failed > 0)
    };
    let earlier = Memo::new(move |_| runs.ended_runs().len());
    view! { class=cls,
        <Show when=move || running.get() || result.with(Option::is_some)>
            <section class="run" class:bad=failed aria-label=say!("run.label")>
                <Show when=move || running.get()>
                    <RunProgress/>
                    <Controls/>
                </Show>
                <Show when=move || !running.get()>
                    {move || result.get().map(|run| view! { <RunResult run reviewing listing/> })}
                </Show>
            </section>
        </Show>
        <Show when=move || { !running.get() && result.with(Option::is_none) && earlier.get() > 0 }>
            <button type="button" class="button earlier" data-focus-place="history" on:click=move |_| listing.set(true)>
                {say!("history.title")}
            </button>
        </Show>
    }
}
