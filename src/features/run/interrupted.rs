//! A run that was left in the middle, or that another tab has under way.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::Progress;
use crate::features::directory::load_status::Stage;
use crate::features::directory::state::Account;
use crate::features::run::state::Runs;
use crate::features::run::unfinished::Unfinished;
use crate::features::session::Session;
use crate::i18n::{count, number, say};

/// Offers to go on with what was left, and shows what another tab does.
#[component]
pub fn UnfinishedRun() -> impl IntoView {
    let runs = Runs::expect();
    view! {
        <Show when=move || matches!(runs.unfinished(), Some(Unfinished::Left(_)))><Left/></Show>
        <Show when=move || matches!(runs.unfinished(), Some(Unfinished::Elsewhere(_)))><Elsewhere/></Show>
    }
}

/// Go on, or leave it.
#[component]
fn Left() -> impl IntoView {
    let cls = style_sheet!("./style/components/unfinished.css");
    let account = Account::expect();
    let runs = Runs::expect();
    let words = move || {
        let Some(Unfinished::Left(journal)) = runs.unfinished() else {
            return None;
        };
        let users = count("count.users", journal.plan.changes.len());
        Some(view! { class=cls,
            <strong class="title">{say!("unfinished.title")}</strong> " " {say!("unfinished.text", users = users)}
        })
    };
    view! { class=cls,
        <section class="unfinished" role="status">
            <p class="words">{words}</p>
            <button
                type="button"
                class="button primary"
                disabled=move || account.reading().stage == Stage::Reading
                on:click=move |_| runs.resume_run()
            >
                {say!("unfinished.go_on")}
            </button>
            <button type="button" class="button quiet" on:click=move |_| runs.forget_left_run()>
                {say!("unfinished.forget")}
            </button>
        </section>
    }
}

/// How far another tab is.
#[component]
fn Elsewhere() -> impl IntoView {
    let cls = style_sheet!("./style/components/elsewhere.css");
    let session = Session::expect();
    let runs = Runs::expect();
    let news = move || match runs.unfinished() {
        Some(Unfinished::Elsewhere(news)) => news,
        _ => None,
    };
    let label = move || {
        let news = news()?;
        let name = session.name_of_application(news.application())?;
        let users = count("count.users", news.users);
        Some(say!(
            "run.progress",
            name = name,
            settled = number(news.settled),
            users = users
        ))
    };
    let share = move || {
        let news = news()?;
        Some((
            u32::try_from(news.settled).ok()?,
            u32::try_from(news.users).ok()?,
        ))
    };
    view! { class=cls,
        <section class="elsewhere">
            <p class="words" role="status">
                <strong class="title">{say!("unfinished.elsewhere")}</strong> " " {say!("unfinished.elsewhere_text")}
            </p>
            <Show when=move || news().is_some()>
                <Progress label=Signal::derive(move || label().unwrap_or_default()) share=Signal::derive(share)/>
            </Show>
        </section>
    }
}
