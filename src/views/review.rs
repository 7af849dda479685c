//! What applying will do, before it is done.

use leptos::prelude::*;
use stylers::style_sheet;

use super::review_details::{BlockedUsers, ChangedUsers};
use super::scarce_seats::ScarceSeats;
use crate::model::catalog::TypeIndex;
use crate::model::plan::{Move, Plan, SeatForecast};
use crate::model::scope::Scope;
use crate::reactive::{derived, memo};
use crate::store::Store;
use crate::text::{count, number, say};
use crate::ui::{Dialog, When};

/// The review, in a dialog.
#[component]
pub fn Review(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let store = Store::expect();
    let title = move || say!("review.title", name = store.application().application.name);
    view! {
        <Dialog open title=derived(title)>
            <ReviewBody open/>
        </Dialog>
    }
}

#[component]
fn ReviewBody(open: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/review.css");
    let store = Store::expect();
    let typed = RwSignal::new(String::new());
    let guard = memo(move || store.with_reviewed(Plan::guard));
    let changes = memo(move || store.with_reviewed(|plan, _| plan.changes.len()));
    let is_confirmed = move || {
        guard
            .get()
            .is_none_or(|removals| typed.get().trim().parse() == Ok(removals))
    };
    let apply = move |_| {
        open.set(false);
        store.apply();
    };
    let nothing = move || changes.get() == 0;
    view! { class=cls,
        <div class="review">
            <When is=derived(nothing)>
                <p class="nothing">{say!("review.nothing")}</p>
            </When>
            <When is=derived(move || !nothing())>
                <MoveList/>
                <SeatTable/>
                <EmailNote/>
            </When>
            <ReleaseOffer/>
            <ScarceSeats/>
            <BlockedUsers/>
            <ChangedUsers/>
            <When is=derived(move || guard.get().is_some())>
                <Guard guard typed/>
            </When>
        </div>
        <div class="buttons">
            <button type="button" class="button" on:click=move |_| open.set(false)>{say!("review.back")}</button>
            <button
                type="button"
                class="button primary"
                disabled=move || nothing() || !is_confirmed()
                on:click=apply
            >
                {move || count("review.apply", changes.get())}
            </button>
        </div>
    }
}

/// How many change from what to what.
#[component]
fn MoveList() -> impl IntoView {
    let cls = style_sheet!("./style/components/move_list.css");
    let store = Store::expect();
    let lines = move || {
        store.with_reviewed(|plan, scope| {
            let moves = plan.moves(scope);
            let moved: usize = moves.iter().map(|each| each.users).sum();
            let numbers = plan.changes.len() - moved;
            let lines = moves
                .into_iter()
                .map(|each| (count("count.users", each.users), move_text(each, scope)));
            let only_numbers =
                (numbers > 0).then(|| (count("count.users", numbers), say!("review.only_number")));
            lines.chain(only_numbers).collect::<Vec<_>>()
        })
    };
    view! { class=cls,
        <ul class="moves">
            {move || {
                lines()
                    .into_iter()
                    .map(|(users, what)| {
                        view! { class=cls,
                            <li class="move"><b class="users">{users}</b> " " <bdi class="what">{what}</bdi></li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

fn move_text(each: Move, scope: Scope) -> String {
    say!(
        "review.move",
        from = license_name(each.from, scope),
        to = license_name(each.to, scope)
    )
}

fn license_name(kind: Option<TypeIndex>, scope: Scope) -> String {
    kind.and_then(|kind| scope.catalog.get(kind))
        .map_or_else(|| say!("license.none"), |kind| kind.name.clone())
}

/// Seats before and after.
#[component]
fn SeatTable() -> impl IntoView {
    let cls = style_sheet!("./style/components/seat_table.css");
    let store = Store::expect();
    let rows = move || {
        store.with_reviewed(|plan, scope| {
            plan.seats(scope)
                .into_iter()
                .map(|each| (license_name(Some(each.kind), scope), each))
                .collect::<Vec<_>>()
        })
    };
    let row = move |(name, each): (String, SeatForecast)| {
        let of = each
            .before
            .total
            .map_or_else(|| say!("seats.no_limit"), |total| number(total as usize));
        view! { class=cls,
            <tr>
                <th class="name" scope="row">{name}</th>
                <td class="figure">{number(each.before.used as usize)}</td>
                <td class="figure">{number(each.used_after as usize)}</td>
                <td class="figure">{of}</td>
            </tr>
        }
    };
    view! { class=cls,
        <table class="seats">
            <thead>
                <tr>
                    <th class="name" scope="col">{say!("review.seats")}</th>
                    <th class="figure" scope="col">{say!("review.before")}</th>
                    <th class="figure" scope="col">{say!("review.after")}</th>
                    <th class="figure" scope="col">{say!("review.bought")}</th>
                </tr>
            </thead>
            <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// How many welcome e-mails go out, and what is in them.
#[component]
fn EmailNote() -> impl IntoView {
    let cls = style_sheet!("./style/components/email_note.css");
    let store = Store::expect();
    let emails = memo(move || store.with_reviewed(|plan, _| plan.emails()));
    let guide = move || {
        store.application().guide_url.map(|url| {
            let name = store.application().application.name;
            let url = url.as_str().to_owned();
            view! { class=cls, " " <a href=url target="_blank" rel="noopener">{say!("review.guide", name = name)}</a> }
        })
    };
    let some = move || count("review.emails", emails.get());
    view! { class=cls,
        <p class="emails">
            {move || if emails.get() > 0 { some() } else { say!("review.no_emails") }}
            {move || (emails.get() > 0).then(guide)}
        </p>
    }
}

/// Who loses a license may give the number back too.
#[component]
fn ReleaseOffer() -> impl IntoView {
    let cls = style_sheet!("./style/components/release_offer.css");
    let store = Store::expect();
    let counts = memo(move || store.with_reviewed(|plan, _| plan.releasable()));
    let of = move || counts.get().0;
    let all = move || counts.get().0 == counts.get().1;
    view! { class=cls,
        <When is=derived(move || { of() > 0 })>
            <label class="release">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=all
                    on:change=move |event| store.release_numbers(event_target_checked(&event))
                />
                {move || count("review.release", of())}
            </label>
        </When>
    }
}

/// So much is taken away that the number is to be typed.
#[component]
fn Guard(guard: Memo<Option<usize>>, typed: RwSignal<String>) -> impl IntoView {
    let cls = style_sheet!("./style/components/guard.css");
    let removals = move || guard.get().unwrap_or_default();
    view! { class=cls,
        <label class="guard">
            <span class="words">{move || say!("review.guard", n = removals())}</span>
            <input
                class="box"
                inputmode="numeric"
                autocomplete="off"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </label>
    }
}
