//! The run history of this session.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Dialog, Icon, Shape, current_target, focus_place, root_of};
use crate::features::directory::state::Account;
use crate::features::result::export::export;
use crate::features::result::table::Shared;
use crate::features::run::ended_run::EndedRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::i18n::{self, say};

/// The history in a dialog.
#[component]
pub fn RunHistory(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let runs = Runs::expect();
    view! {
        <Dialog open is_over=Signal::derive(move || runs.is_running()) title=Signal::derive(|| say!("history.title"))>
            <RunList open/>
        </Dialog>
    }
}

/// The button in the head of the page, as soon as there is a run to list.
#[component]
pub fn HistoryButton(
    /// Set to open the history.
    listing: RwSignal<bool>,
) -> impl IntoView {
    let runs = Runs::expect();
    let is_needed = Memo::new(move |_| !runs.ended_runs().is_empty());
    view! {
        <Show when=move || is_needed.get()>
            <button
                type="button"
                class="button"
                data-focus-place="history"
                aria-label=say!("history.title")
                on:click=move |_| listing.set(true)
            >
                <Icon shape=Shape::Clock/>
                <span class="only-wide">{say!("history.title")}</span>
            </button>
        </Show>
    }
}

#[component]
fn RunList(open: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/run_history.css");
    let runs = Runs::expect();
    let runs = move || {
        let runs = runs.ended_runs().into_iter();
        runs.map(|run| view! { <RunItem run open/> }).collect_view()
    };
    view! { class=cls,
        <ul class="runs">{runs}</ul>
        <div class="buttons">
            <button type="button" class="button" on:click=move |_| open.set(false)>{say!("history.close")}</button>
        </div>
    }
}

/// Focuses the result as soon as it is there. The dialog gives the focus back to its button before.
fn focus_result(event: &MouseEvent) {
    if let Some(root) = current_target(event).and_then(|button| root_of(&button)) {
        request_animation_frame(move || drop(focus_place(&root, "result")));
    }
}

/// One run, with buttons to open, export and undo it.
#[component]
fn RunItem(run: Arc<EndedRun>, open: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/run_item.css");
    let session = Session::expect();
    let account = Account::expect();
    let runs = Runs::expect();
    let name = session.application_at(run.application).application.name;
    let time = i18n::time_of_day(run.began);
    let tally = run.report.tally;
    let run: Shared = StoredValue::new(run);
    let show = move |event: MouseEvent| {
        open.set(false);
        runs.show_result(run.get_value());
        focus_result(&event);
    };
    let undo = move |event: MouseEvent| {
        open.set(false);
        run.with_value(|run| runs.undo(run, None));
        focus_result(&event);
    };
    let undo_button = (tally.changed > 0).then(|| {
        view! { <button type="button" class="button" on:click=undo>{say!("result.undo")}</button> }
    });
    view! { class=cls,
        <li class="item">
            <p class="what">
                <strong class="title">{say!("history.at", name = name, time = time)}</strong>
                " "
                <span class="tally">{i18n::tally(tally)}</span>
            </p>
            <button type="button" class="button" on:click=show>{say!("history.open")}</button>
            <button type="button" class="button" on:click=move |_| run.with_value(|run| export(session, account, run))>
                {say!("result.export")}
            </button>
            {undo_button}
        </li>
    }
}
