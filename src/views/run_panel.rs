//! The run: how far it is, and its result until it is dismissed.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::reactive::{derived, memo};
use crate::run::{Halt, Outcome, Tally};
use crate::store::{ActiveRun, Store};
use crate::text::{self, count, number, say};
use crate::ui::{Progress, When};

/// Progress while a run is under way, its result afterwards.
#[component]
pub fn RunPanel() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_panel.css");
    let store = Store::expect();
    let there = memo(move || store.with_run(|run| run.is_some()));
    let running = memo(move || store.is_running());
    let tally =
        memo(move || store.with_run(|run| run.map(|run| run.run.tally()).unwrap_or_default()));
    let name = move || {
        store
            .run_application()
            .map(|each| each.application.name)
            .unwrap_or_default()
    };
    let share = move || {
        let tally = tally.get();
        Some((
            u32::try_from(tally.settled()).ok()?,
            u32::try_from(tally.users).ok()?,
        ))
    };
    let label = move || {
        let tally = tally.get();
        say!(
            "run.progress",
            name = name(),
            settled = number(tally.settled()),
            users = count("count.users", tally.users)
        )
    };
    view! { class=cls,
        <When is=derived(move || there.get())>
            <section class="run" class:bad=move || { tally.get().failed > 0 } aria-label=say!("run.label")>
                <When is=derived(move || running.get())>
                    <Progress label=derived(label) share=derived(share)/>
                    <Controls/>
                </When>
                <When is=derived(move || !running.get())>
                    <div class="head">
                        <h2 class="title" role="status">{move || result(name(), tally.get())}</h2>
                        <When is=derived(move || { tally.get().changed > 0 && store.left_alone().is_none() })>
                            <button type="button" class="button" on:click=move |_| store.undo_run()>{say!("run.undo")}</button>
                        </When>
                        <button type="button" class="button" on:click=move |_| store.dismiss_run()>{say!("run.dismiss")}</button>
                    </div>
                    <Undone/>
                    <Problems/>
                </When>
            </section>
        </When>
    }
}

/// What undoing came to: it is drafted, and reviewed like any other change.
#[component]
fn Undone() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_undone.css");
    let store = Store::expect();
    move || {
        let text = match store.left_alone()? {
            0 => say!("run.undone"),
            users => say!("run.undone_but", users = count("count.users", users)),
        };
        Some(view! { class=cls, <p class="undone" role="status">{text}</p> })
    }
}

/// Pause, go on, stop; and why nothing goes on.
#[component]
fn Controls() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_controls.css");
    let store = Store::expect();
    let halt = memo(move || store.run_halt());
    let is_halted = move || halt.with(Option::is_some);
    let is_stopping =
        memo(move || store.with_run(|run| run.is_some_and(|run| run.run.is_stopping())));
    let why = move || match halt.get() {
        None if is_stopping.get() => say!("run.stopping"),
        None => say!("run.stay"),
        Some(Halt::Paused) => say!("run.paused"),
        Some(Halt::SignedOut) => say!("run.signed_out"),
        Some(Halt::Trouble(words)) => say!("run.trouble", words = words),
    };
    view! { class=cls,
        <div class="controls">
            <p class="why" class:halted=is_halted role="status">{why}</p>
            <When is=derived(is_halted)>
                <button type="button" class="button primary" on:click=move |_| store.go_on_with_run()>
                    {say!("run.go_on")}
                </button>
            </When>
            <When is=derived(move || !is_halted() && !is_stopping.get())>
                <button type="button" class="button" on:click=move |_| store.pause_run()>{say!("run.pause")}</button>
            </When>
            <button type="button" class="button quiet" on:click=move |_| store.stop_run()>
                {move || if is_stopping.get() { say!("run.give_up") } else { say!("run.stop") }}
            </button>
        </div>
    }
}

/// Users who are not as wished, with the server's words.
#[component]
fn Problems() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_problems.css");
    let store = Store::expect();
    let lines =
        move || store.with_run(|run| run.map(|run| problems(store, run)).unwrap_or_default());
    let is_any = memo(move || !lines().is_empty());
    let item = move |(name, why): (String, String)| {
        view! { class=cls, <li class="item"><bdi class="name">{name}</bdi> " " <span class="why">{why}</span></li> }
    };
    view! { class=cls,
        <When is=derived(move || is_any.get())>
            <p class="remedy">{say!("run.remedy")}</p>
            <ul class="list">{move || lines().into_iter().map(item).collect_view()}</ul>
        </When>
    }
}

fn problems(store: Store, run: &ActiveRun) -> Vec<(String, String)> {
    store.with_application(run.application, |scope| {
        let users = &scope.directory.users;
        run.run
            .outcomes()
            .filter(|(_, outcome)| !matches!(outcome, Outcome::Changed))
            .filter_map(|(change, outcome)| {
                let name = users
                    .row(change.user)
                    .map(|row| users.title(row).to_owned());
                Some((
                    name.unwrap_or_else(|| change.user.to_string()),
                    text::outcome(outcome)?,
                ))
            })
            .collect()
    })
}

fn result(name: String, tally: Tally) -> String {
    let parts = [
        (tally.changed, count("run.changed", tally.changed)),
        (tally.unchanged, count("run.unchanged", tally.unchanged)),
        (tally.set_aside, count("run.set_aside", tally.set_aside)),
        (tally.not_begun, count("run.not_begun", tally.not_begun)),
        (tally.failed, count("run.failed", tally.failed)),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, text)| text)
        .collect();
    say!("run.result", name = name, what = parts.join(" · "))
}
