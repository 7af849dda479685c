//! Notices of an interrupted run, and of a run in another tab.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::Progress;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::run::other_run::OtherRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::i18n::{count, date_time, number, say};

/// Offers to resume an interrupted run, or shows the run of another tab.
#[component]
pub fn OtherRunNotice() -> impl IntoView {
    let runs = Runs::expect();
    view! {
        <Show when=move || matches!(runs.other_run(), Some(OtherRun::Interrupted(_)))><InterruptedRun/></Show>
        <Show when=move || matches!(runs.other_run(), Some(OtherRun::InOtherTab(_)))><OtherTab/></Show>
    }
}

/// Resume or discard an interrupted run.
#[component]
fn InterruptedRun() -> impl IntoView {
    let cls = style_sheet!("./style/components/interrupted_run.css");
    let session = Session::expect();
    let account = Account::expect();
    let runs = Runs::expect();
    let words = move || {
        let Some(OtherRun::Interrupted(journal)) = runs.other_run() else {
            return None;
        };
        let name = session.name_of_application(journal.plan.application)?;
        let users = count("count.users", journal.plan.changes.len());
        let time = date_time(journal.began);
        Some(view! { class=cls,
            <h2 class="title" data-focus-place="interrupted" tabindex="-1">{say!("interrupted.title", name = name)}</h2>
            " "
            {say!("interrupted.text", time = time, users = users)}
        })
    };
    view! { class=cls,
        <section class="interrupted">
            <div class="words">{words}</div>
            <button
                type="button"
                class="button primary"
                disabled=move || account.load_state().stage == Stage::Loading
                on:click=move |_| runs.resume_interrupted_run()
            >
                {say!("interrupted.resume")}
            </button>
            <button type="button" class="button quiet" on:click=move |_| runs.discard_interrupted_run()>
                {say!("interrupted.discard")}
            </button>
        </section>
    }
}

/// The progress of another tab's run.
#[component]
fn OtherTab() -> impl IntoView {
    let cls = style_sheet!("./style/components/other_tab.css");
    let session = Session::expect();
    let runs = Runs::expect();
    let news = move || match runs.other_run() {
        Some(OtherRun::InOtherTab(news)) => news,
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
        <section class="other-tab">
            <div class="words">
                <h2 class="title" data-focus-place="other-tab" tabindex="-1">{say!("other_tab.title")}</h2>
                " "
                {say!("other_tab.text")}
            </div>
            <Show when=move || news().is_some()>
                <Progress label=Signal::derive(move || label().unwrap_or_default()) share=Signal::derive(share)/>
            </Show>
        </section>
    }
}
