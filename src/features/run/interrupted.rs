//! Notices of an interrupted run, and of a run in another tab.

use leptos::prelude::*;

use crate::components::{EdgeProgress, Meaning, Shape, Status, StatusBar};
use crate::domain::plan::PlanCounts;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::run::other_run::OtherRun;
use crate::features::run::state::Runs;
use crate::features::run::texts;
use crate::features::session::Session;
use crate::i18n::{count, date_time, joined, say};

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
    let session = Session::expect();
    let account = Account::expect();
    let runs = Runs::expect();
    let status = Memo::new(move |_| {
        let (title, detail) = match runs.other_run() {
            Some(OtherRun::Interrupted(journal)) => {
                let name = session.name_of_application(journal.plan.application);
                let users = count("count.users", journal.plan.changes.len());
                let time = date_time(journal.began);
                (
                    say!("interrupted.title", name = name.unwrap_or_default()),
                    say!("interrupted.text", time = time, users = users),
                )
            }
            _ => Default::default(),
        };
        Status {
            shape: Shape::Paused,
            meaning: Meaning::Warning,
            title,
            detail,
        }
    });
    // The review of what is drafted comes first.
    let is_primary = move || {
        let application = runs.table.application_index();
        runs.drafting.counts(application) == PlanCounts::default()
    };
    view! {
        <section class="interrupted">
            <StatusBar status=status.into() place="interrupted">
                <button type="button" class="button quiet" on:click=move |_| runs.discard_interrupted_run()>
                    {say!("interrupted.discard")}
                </button>
                <button
                    type="button"
                    class="button"
                    class:primary=is_primary
                    disabled=move || account.load_state().stage == Stage::Loading
                    on:click=move |_| runs.resume_interrupted_run()
                >
                    {say!("interrupted.resume")}
                </button>
            </StatusBar>
        </section>
    }
}

/// The progress of another tab's run.
#[component]
fn OtherTab() -> impl IntoView {
    let session = Session::expect();
    let runs = Runs::expect();
    let news = move || match runs.other_run() {
        Some(OtherRun::InOtherTab(news)) => news,
        _ => None,
    };
    let progress = move || {
        let news = news()?;
        let name = session.name_of_application(news.application())?;
        Some(texts::progress_of(name, news.settled, news.users))
    };
    let status = Memo::new(move |_| Status {
        shape: Shape::Running,
        meaning: Meaning::Neutral,
        title: say!("other_tab.title"),
        detail: joined([progress(), Some(say!("other_tab.text"))]),
    });
    let share = move || news().and_then(|news| texts::share_of(news.settled, news.users));
    let edge = EdgeProgress {
        label: Signal::derive(move || progress().unwrap_or_default()),
        share: Signal::derive(share),
    };
    view! {
        <section class="other-tab">
            <StatusBar status=status.into() place="other-tab" progress=edge>""</StatusBar>
        </section>
    }
}
