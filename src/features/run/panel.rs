//! The active run: progress and controls.

use leptos::prelude::*;

use crate::components::{EdgeProgress, StatusBar};
use crate::engine::Halt;
use crate::features::run::state::Runs;
use crate::features::run::texts;
use crate::features::session::Session;
use crate::i18n::say;

/// The state of the run, how far it is, and what can be done: pause, resume, stop.
#[component]
pub fn RunBar() -> impl IntoView {
    let session = Session::expect();
    let runs = Runs::expect();
    let status = Memo::new(move |_| texts::status(runs));
    let obstacle = Memo::new(move |_| texts::obstacle(session, runs));
    let halt = Memo::new(move |_| runs.run_halt());
    let is_stopping = Memo::new(move |_| texts::is_stopping(runs));
    let is_signed_out =
        move || halt.get() == Some(Halt::SignedOut) && !session.is_another_administrator();
    let progress = EdgeProgress {
        label: Signal::derive(move || texts::settled(runs)),
        share: Signal::derive(move || texts::share(runs)),
    };
    let more = move || {
        let why = obstacle.get();
        let why = why.map(|why| view! { "· " <span class="why">{why}</span> " " });
        let unjournaled = (!runs.is_run_journaled())
            .then(|| view! { "· " <span class="unjournaled">{say!("run.not_journaled")}</span> });
        view! { {why} {unjournaled} }
    };
    view! {
        <StatusBar status=status.into() place="run" progress more>
            <Show when=is_signed_out>
                <SignIn/>
            </Show>
            <button type="button" class="button quiet" on:click=move |_| runs.stop_run()>
                {move || if is_stopping.get() { say!("run.stop_now") } else { say!("run.stop") }}
            </button>
            <Show when=move || halt.with(Option::is_some) || !is_stopping.get()>
                <PauseOrResume halt/>
            </Show>
        </StatusBar>
    }
}

/// One button, so that it keeps the focus.
#[component]
fn PauseOrResume(halt: Memo<Option<Halt>>) -> impl IntoView {
    let runs = Runs::expect();
    let label = move || {
        halt.with(|halt| match halt {
            None => say!("run.pause"),
            Some(Halt::CircuitOpen(_)) => say!("run.retry_now"),
            Some(_) => say!("run.resume"),
        })
    };
    let pause_or_resume = move |_| {
        if halt.with_untracked(Option::is_some) {
            runs.continue_run();
        } else {
            runs.pause_run();
        }
    };
    view! {
        <button type="button" class="button" class:primary=move || halt.with(Option::is_some) on:click=pause_or_resume>
            {label}
        </button>
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
