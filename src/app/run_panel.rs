//! The run panel: progress, then the result until it is dismissed.

use leptos::prelude::*;

use crate::features::result::summary::RunResult;
use crate::features::run::panel::RunBar;
use crate::features::run::state::Runs;
use crate::i18n::say;

/// Progress while a run is active, its result afterwards.
#[component]
pub fn RunPanel(
    /// Set to open the review.
    reviewing: RwSignal<bool>,
) -> impl IntoView {
    let runs = Runs::expect();
    let result = Memo::new(move |_| runs.result());
    let running = Memo::new(move |_| runs.is_running() || runs.is_result_due());
    let is_shown = move || result.with(Option::is_some) && !runs.is_result_folded();
    view! {
        <Show when=move || running.get() || is_shown()>
            <section aria-label=say!("run.label")>
                <Show when=move || running.get()>
                    <RunBar/>
                </Show>
                <Show when=move || !running.get()>
                    {move || result.get().map(|run| view! { <RunResult run reviewing/> })}
                </Show>
            </section>
        </Show>
    }
}
