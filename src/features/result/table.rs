//! The outcome of each user of a run, problems first, with pagination.

use std::sync::Arc;

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::pagination::list::{ListPages, ListPagination};
use crate::components::user_list::Person;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::engine::Line;
use crate::features::directory::state::Account;
use crate::features::run::ended_run::EndedRun;
use crate::i18n::{HoldingText, ResultRow, say};

/// A run shared by the views of its result.
pub type Shared = StoredValue<Arc<EndedRun>>;

/// The users selected in a result.
pub type Chosen = RwSignal<KeySet<UserId>>;

/// A user's row.
#[derive(Clone)]
struct Shown {
    user: UserId,
    /// Whether there is something to undo.
    can_be_undone: bool,
    is_problem: bool,
    row: ResultRow,
}

/// The users of a run.
#[component]
pub fn ResultTable(run: Shared, chosen: Chosen) -> impl IntoView {
    let cls = style_sheet!("./style/components/result_table.css");
    let account = Account::expect();
    let users = run.with_value(|run| run.report.tally.users);
    let pages = ListPages::of(Signal::derive(move || users));
    let rows = move || {
        let shown = page(account, run, pages);
        shown
            .into_iter()
            .map(|shown| view! { <ResultLine shown chosen/> })
            .collect_view()
    };
    view! { class=cls,
        <div class="users">
            <div class="scroll" tabindex="0">
                <table class="table" aria-label=say!("result.outcome")>
                    <thead class="heads">
                        <tr>
                            <td class="select"></td>
                            <th class="who" scope="col">{say!("result.user")}</th>
                            <th class="had" scope="col">{say!("result.was")}</th>
                            <th class="had" scope="col">{say!("result.now")}</th>
                            <th scope="col">{say!("result.outcome")}</th>
                        </tr>
                    </thead>
                    <tbody class="lines">{rows}</tbody>
                </table>
            </div>
            <ListPagination pages/>
        </div>
    }
}

/// The directory only provides names here, so it is not tracked.
fn page(account: Account, run: Shared, pages: ListPages) -> Vec<Shown> {
    let range = pages.range();
    untrack(|| {
        run.with_value(|run| {
            account.with_application(run.application, |app_view| {
                let shown = |line: &Line| Shown {
                    user: line.change.user,
                    can_be_undone: line.can_be_undone(),
                    is_problem: line.is_problem(),
                    row: ResultRow::new(line, app_view),
                };
                run.report.lines[range].iter().map(shown).collect()
            })
        })
    })
}

#[component]
fn ResultLine(shown: Shown, chosen: Chosen) -> impl IntoView {
    let cls = style_sheet!("./style/components/result_line.css");
    let Shown {
        user,
        can_be_undone,
        is_problem,
        row,
    } = shown;
    let choose = move |event| {
        chosen.update(|chosen| {
            if event_target_checked(&event) {
                chosen.insert(user);
            } else {
                chosen.swap_remove(&user);
            }
        });
    };
    let label = say!("result.select", name = row.label());
    let checkbox = can_be_undone.then(|| {
        view! { class=cls,
            <input
                class="check"
                type="checkbox"
                aria-label=label
                prop:checked=move || chosen.with(|chosen| chosen.contains(&user))
                on:change=choose
            />
        }
    });
    let who = Person::named(&row.name, &row.email);
    let holding = move |head: String, holding: HoldingText| {
        view! { class=cls,
            <td class="had" data-head=head>
                <span class="license">{holding.license}</span>
                " "
                <bdi class="number">{holding.number}</bdi>
            </td>
        }
    };
    view! { class=cls,
        <tr class="line" class:problem=is_problem>
            <td class="select">{checkbox}</td>
            <th class="who" scope="row">
                <bdi class="name">{who.title}</bdi>
                " "
                <bdi class="email">{who.email}</bdi>
            </th>
            {holding(say!("result.was"), row.was)}
            {holding(say!("result.now"), row.is)}
            <td class="outcome">
                <span class="ended">{row.ended}</span>
                " "
                <span class="why">{row.why}</span>
                " "
                <span class="remedy">{row.remedy}</span>
            </td>
        </tr>
    }
}
