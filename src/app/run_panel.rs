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
    let is_shown = move || result.with(Option::is_some) && !runs.is_result_folded();
    view! { class=cls,
        <Show when=move || running.get() || is_shown()>
            <section class="run" class:bad=failed aria-label=say!("run.label")>
                <Show when=move || running.get()>
                    <RunProgress/>
                    <Controls/>
                </Show>
                <Show when=move || !running.get()>
                    {move || result.get().map(|run| view! { <RunResult run reviewing/> })}
                </Show>
            </section>
        </Show>
    }
}
