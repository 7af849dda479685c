//! The run: how far it is, and its result until it is dismissed.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::reactive::{derived, memo};
use crate::run::{Outcome, Tally};
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
                    <p class="stay">{say!("run.stay")}</p>
                </When>
                <When is=derived(move || !running.get())>
                    <div class="head">
                        <h2 class="title" role="status">{move || result(name(), tally.get())}</h2>
                        <button type="button" class="button" on:click=move |_| store.dismiss_run()>{say!("run.dismiss")}</button>
                    </div>
                    <Problems/>
                </When>
            </section>
        </When>
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
        (tally.failed, count("run.failed", tally.failed)),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, text)| text)
        .collect();
    say!("run.result", name = name, what = parts.join(" · "))
}
