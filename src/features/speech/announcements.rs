//! Follows what changes, and says it. Part of the second module.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::pacing::{Pacing, Topic};
use super::region::Speech;
use crate::components::effect;
use crate::domain::date::Date;
use crate::domain::query::ViewState;
use crate::engine::Timestamp;
use crate::features::clock::now;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::run::other_run::OtherRun;
use crate::features::run::state::Runs;
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::features::{directory, drafting, result, run, table};
use crate::i18n::{count, joined, say, time_of_day};

/// Says how many users match and are selected, which page is shown, what is drafted, how far a load or a run is, and how
/// it ends; until the owner is cleaned up.
pub fn announce_changes() {
    let announcer = Announcer {
        session: Session::expect(),
        speech: Speech::expect(),
        pacing: StoredValue::default(),
    };
    announcer.announce_load();
    announcer.announce_refresh();
    announcer.announce_page();
    announcer.announce_selection();
    announcer.announce_draft();
    announcer.announce_run();
    announcer.announce_other_run();
}

#[derive(Clone, Copy)]
struct Announcer {
    session: Session,
    speech: Speech,
    pacing: StoredValue<Pacing>,
}

impl Announcer {
    fn announce_load(self) {
        let account = Account::expect();
        let users = Table::expect();
        effect(move |_| {
            let loading = account.with_load_state(|load_state| {
                load_state
                    .is_loading()
                    .then(|| directory::texts::progress(load_state))
            });
            self.progress(loading);
        });
        let matching = Memo::new(move |_| {
            let is_loaded = account.load_state().stage != Stage::Loading;
            is_loaded.then(|| table::texts::matching(users))
        });
        effect(move |_| {
            if let Some(text) = matching.get() {
                self.say(Topic::Matching, text);
            }
        });
    }

    /// Says that what is shown was loaded again.
    fn announce_refresh(self) {
        let account = Account::expect();
        let read_at = Memo::new(move |_| account.with_load_state(|load_state| load_state.read_at));
        effect(move |before: Option<Option<Date>>| {
            let read_at = read_at.get();
            if let (Some(Some(_)), Some(time)) = (before, read_at) {
                self.pacing
                    .update_value(|pacing| pacing.forget(Topic::Refreshed));
                let text = say!("loading.updated", time = time_of_day(time));
                self.say(Topic::Refreshed, text);
            }
            read_at
        });
    }

    /// Says which page is shown, if only the page was turned.
    fn announce_page(self) {
        let table = Table::expect();
        let shown = Memo::new(move |_| (table.view(), table.page(), table.pages()));
        effect(move |before: Option<ViewState>| {
            let (view, page, pages) = shown.get();
            let others = ViewState { page: 0, ..view };
            if before.is_some_and(|before| before == others) {
                let text = table::texts::page(page, pages);
                self.say(Topic::Page, text);
            }
            others
        });
    }

    fn announce_selection(self) {
        let table = Table::expect();
        let selected = Memo::new(move |_| table.selected());
        effect(move |before: Option<usize>| {
            let selected = selected.get();
            if selected > 0 || before.is_some_and(|before| before > 0) {
                self.say(Topic::Selection, count("bar.selected", selected));
            }
            selected
        });
    }

    fn announce_draft(self) {
        let table = Table::expect();
        let drafts = Drafting::expect();
        let runs = Runs::expect();
        let counts = Memo::new(move |_| drafts.counts(table.application_index()));
        effect(move |before: Option<bool>| {
            let counts = counts.get();
            let is_drafted = counts.changes + counts.blocked > 0;
            // A run takes what it has changed off the draft; the outcome says that.
            let is_applied = !is_drafted && runs.run.with_untracked(Option::is_some);
            if !is_applied && (is_drafted || before == Some(true)) {
                let blocked = (counts.blocked > 0).then(|| count("bar.blocked", counts.blocked));
                let summary = drafting::texts::summary(counts);
                self.say(Topic::Draft, joined([Some(summary), blocked]));
            }
            is_drafted
        });
    }

    fn announce_run(self) {
        let runs = Runs::expect();
        let is_running = Memo::new(move |_| runs.is_running());
        effect(move |_| {
            if is_running.get() {
                self.pacing
                    .update_value(|pacing| pacing.forget(Topic::Outcome));
            }
        });
        effect(move |_| {
            self.progress(
                is_running
                    .get()
                    .then(|| run::texts::progress(runs))
                    .flatten(),
            )
        });
        let obstacle = Memo::new(move |_| {
            let is_running = is_running.get();
            let obstacle = run::texts::obstacle(self.session, runs).filter(|_| is_running)?;
            Some(joined([Some(run::texts::state(runs)), Some(obstacle)]))
        });
        effect(move |was_halted: Option<bool>| {
            let obstacle = obstacle.get();
            let is_halted = obstacle.is_some();
            if let Some(text) = obstacle {
                self.say(Topic::State, text);
            } else if was_halted == Some(true) && is_running.get_untracked() {
                self.say(Topic::State, run::texts::state(runs));
            }
            is_halted
        });
        let outcome = Memo::new(move |_| {
            let ended = runs.result()?;
            Some(match runs.undone() {
                Some(undone) => result::texts::undone(&undone),
                None => result::texts::result(self.session, &ended),
            })
        });
        effect(move |_| {
            if let Some(text) = outcome.get() {
                self.say(Topic::Outcome, text);
            }
        });
    }

    fn announce_other_run(self) {
        let runs = Runs::expect();
        let title = Memo::new(move |_| match runs.other_run()? {
            OtherRun::Interrupted(journal) => {
                let name = self.session.name_of_application(journal.plan.application)?;
                Some(say!("interrupted.title", name = name))
            }
            OtherRun::InOtherTab(_) => Some(say!("other_tab.title")),
        });
        effect(move |_| {
            if let Some(text) = title.get() {
                self.say(Topic::State, text);
            }
        });
    }

    /// Says the progress, or none any more.
    fn progress(self, text: Option<String>) {
        match text {
            Some(text) => self.say(Topic::Progress, text),
            None => self
                .pacing
                .update_value(|pacing| pacing.forget(Topic::Progress)),
        }
    }

    fn say(self, topic: Topic, text: String) {
        let put = |pacing: &mut Pacing| pacing.put(topic, text, milliseconds());
        let wait = self.pacing.try_update_value(put).flatten();
        if let Some(wait) = wait {
            self.session.spawn(async move {
                sleep(Duration::from_millis(wait)).await;
                self.flush();
            });
        }
    }

    /// Says what is due.
    fn flush(self) {
        let now = milliseconds();
        let lines = self.pacing.try_update_value(|pacing| pacing.take(now));
        if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
            self.speech.0.set(lines.join(" · "));
        }
    }
}

/// Milliseconds since the page was opened.
fn milliseconds() -> u64 {
    now().since(Timestamp::from_millis(0))
}
