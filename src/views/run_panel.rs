//! The run: how far it is, and its result until it is dismissed.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::run::{Outcome, Tally};
use crate::store::{ActiveRun, Store};
use crate::text::{self, count, number, say};
use crate::ui::Progress;

/// Progress while a run is under way, its result afterwards.
#[component]
pub fn RunPanel() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_panel.css");
    let store = Store::expect();
    let there = Memo::new(move |_| store.with_run(|run| run.is_some()));
    let running = Memo::new(move |_| store.is_running());
    let tally = Memo::new(move |_| {
        store.with_run(|run| run.map(|run| run.run.tally()).unwrap_or_default())
    });
    let name = move || {
        store
            .run_application()
            .map(|each| each.application.name)
            .unwrap_or_default()
    };
    let share = move || {
        let tally = tally.get();
        Some(tally.settled() as f64 / tally.users.max(1) as f64)
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
        <Show when=move || there.get()>
            <section class="run" class:bad=move || { tally.get().failed > 0 } aria-label=say!("run.label")>
                <Show when=move || running.get()>
                    <Progress label=Signal::derive(label) share=Signal::derive(share)/>
                    <p class="stay">{say!("run.stay")}</p>
                </Show>
                <Show when=move || !running.get()>
                    <div class="head">
                        <h2 class="title" role="status">{move || result(name(), tally.get())}</h2>
                        <button type="button" class="button" on:click=move |_| store.dismiss_run()>{say!("run.dismiss")}</button>
                    </div>
                    <Problems/>
                </Show>
            </section>
        </Show>
    }
}

/// Users who are not as wished, with the server's words.
#[component]
fn Problems() -> impl IntoView {
    let cls = style_sheet!("./style/components/run_problems.css");
    let store = Store::expect();
    let lines =
        move || store.with_run(|run| run.map(|run| problems(store, run)).unwrap_or_default());
    let is_any = Memo::new(move |_| !lines().is_empty());
    let item = move |(name, why): (String, String)| {
        view! { class=cls, <li class="item"><bdi class="name">{name}</bdi> " " <span class="why">{why}</span></li> }
    };
    view! { class=cls,
        <Show when=move || is_any.get()>
            <p class="remedy">{say!("run.remedy")}</p>
            <ul class="list">{move || lines().into_iter().map(item).collect_view()}</ul>
        </Show>
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
        (tally.failed, count("run.failed", tally.failed)),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    say!("run.result", name = name, what = parts.join(" · "))
}
