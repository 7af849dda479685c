//! The active run: progress and controls.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::Progress;
use crate::engine::Halt;
use crate::features::run::state::Runs;
use crate::features::run::texts;
use crate::features::session::Session;
use crate::i18n::{self, count, number, say};

/// The state of the run, the number of settled users, and the time left.
#[component]
pub fn RunProgress() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_progress.css");
    let runs = Runs::expect();
    let state = Memo::new(move |_| texts::state(runs));
    let tally =
        Memo::new(move |_| runs.with_run(|run| run.map(|run| run.run.tally()).unwrap_or_default()));
    let left = Memo::new(move |_| runs.with_run(|run| run?.time_left()));
    let share = move || {
        let tally = tally.get();
        Some((
            u32::try_from(tally.settled()).ok()?,
            u32::try_from(tally.users).ok()?,
        ))
    };
    let label = move || {
        let tally = tally.get();
        let progress = say!(
            "run.settled",
            settled = number(tally.settled()),
            users = count("count.users", tally.users)
        );
        match left.get() {
            Some(left) => format!("{progress} · {}", i18n::time_left(left)),
            None => progress,
        }
    };
    view! { class=cls,
        <h2 class="state" data-focus-place="run" tabindex="-1">{state}</h2>
        <Progress label=Signal::derive(label) share=Signal::derive(share)/>
    }
}

/// Pause, resume and stop; and why the run is halted.
#[component]
pub fn Controls() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_controls.css");
    let session = Session::expect();
    let runs = Runs::expect();
    let halt = Memo::new(move |_| runs.run_halt());
    let is_halted = move || halt.with(Option::is_some);
    let is_stopping =
        Memo::new(move |_| runs.with_run(|run| run.is_some_and(|run| run.run.is_stopping())));
    let why = Memo::new(move |_| texts::obstacle(session, runs));
    let why = move || why.get().unwrap_or_else(|| say!("run.verified"));
    let pause_or_resume = move |_| {
        if halt.with_untracked(Option::is_some) {
            runs.continue_run();
        } else {
            runs.pause_run();
        }
    };
    view! { class=cls,
        <div class="controls">
            <p class="why" class:halted=is_halted>{why}</p>
            <Show when=move || halt.get() == Some(Halt::SignedOut) && !session.is_another_administrator()>
                <SignIn/>
            </Show>
            // One button, so that it keeps the focus.
            <Show when=move || is_halted() || !is_stopping.get()>
                <button type="button" class="button" class:primary=is_halted on:click=pause_or_resume>
                    {move || if is_halted() { say!("run.resume") } else { say!("run.pause") }}
                </button>
            </Show>
            <button type="button" class="button quiet" on:click=move |_| runs.stop_run()>
                {move || if is_stopping.get() { say!("run.stop_now") } else { say!("run.stop") }}
            </button>
            <Show when=move || !runs.is_run_journaled()>
                <p class="unjournaled">{say!("run.not_journaled")}</p>
            </Show>
        </div>
    }
}

/// Opens the sign-in page in another tab, so that the run is not interrupted.
#[component]
fn SignIn() -> impl IntoView {
    let session = Session::expect();
    session.sign_in_href().map(|href| {
        view! { <a class="button" href=href target="_blank" rel="noopener">{say!("run.sign_in")}</a> }
    })
}
