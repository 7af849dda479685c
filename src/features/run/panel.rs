//! The active run: progress and controls.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::Progress;
use crate::engine::Halt;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::i18n::{self, count, number, say};

/// The number of settled users, and the time left.
#[component]
pub fn RunProgress() -> impl IntoView {
    let runs = Runs::expect();
    let tally =
        Memo::new(move |_| runs.with_run(|run| run.map(|run| run.run.tally()).unwrap_or_default()));
    let left = Memo::new(move |_| runs.with_run(|run| run?.time_left()));
    let name = move || runs.run_application().map(|each| each.application.name);
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
            "run.progress",
            name = name().unwrap_or_default(),
            settled = number(tally.settled()),
            users = count("count.users", tally.users)
        );
        match left.get() {
            Some(left) => format!("{progress} · {}", i18n::time_left(left)),
            None => progress,
        }
    };
    view! { <Progress label=Signal::derive(label) share=Signal::derive(share)/> }
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
    let why = move || match halt.get() {
        None if is_stopping.get() => say!("run.stopping"),
        None => say!("run.verified"),
        Some(Halt::Paused) => say!("run.paused"),
        Some(Halt::SignedOut) if session.is_another_administrator() => {
            say!("run.another_administrator")
        }
        Some(Halt::SignedOut) => say!("run.signed_out"),
        Some(Halt::CircuitOpen(words)) => say!("run.circuit_open", words = words),
    };
    view! { class=cls,
        <div class="controls">
            <p class="why" class:halted=is_halted role="status">{why}</p>
            <Show when=move || halt.get() == Some(Halt::SignedOut) && !session.is_another_administrator()>
                <SignIn/>
            </Show>
            <Show when=is_halted>
                <button type="button" class="button primary" on:click=move |_| runs.continue_run()>
                    {say!("run.resume")}
                </button>
            </Show>
            <Show when=move || !is_halted() && !is_stopping.get()>
                <button type="button" class="button" on:click=move |_| runs.pause_run()>{say!("run.pause")}</button>
            </Show>
            <button type="button" class="button quiet" on:click=move |_| runs.stop_run()>
                {move || if is_stopping.get() { say!("run.stop_now") } else { say!("run.stop") }}
            </button>
            <Show when=move || !runs.is_run_journaled()>
                <p class="unjournaled" role="status">{say!("run.not_journaled")}</p>
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
