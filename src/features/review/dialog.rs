//! The review dialog.

use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;
use web_sys::KeyboardEvent;

use crate::components::{Dialog, focus_place, root_of};
use crate::domain::plan::{Guard, SeatForecast};
use crate::features::drafting::state::Drafting;
use crate::features::review::details::{BlockedUsers, MovedUsers};
use crate::features::review::oversubscribed::OversubscribedSeats;
use crate::features::run::state::Runs;
use crate::features::table::state::Table;
use crate::i18n::{count, is_number, license_names, number, say};

/// The review, in a dialog.
#[component]
pub fn Review(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let table = Table::expect();
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let title = move || say!("review.title", name = table.application().application.name);
    let is_over = move || {
        let is_nothing =
            drafting.with_reviewed(|plan, _| plan.is_empty() && plan.blocked.is_empty());
        is_nothing || runs.is_running()
    };
    view! {
        <Dialog open is_over=Signal::derive(is_over) title=Signal::derive(title)>
            <ReviewBody open/>
        </Dialog>
    }
}

#[component]
fn ReviewBody(open: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/review.css");
    let drafting = Drafting::expect();
    let runs = Runs::expect();
    let body = NodeRef::<html::Div>::new();
    let typed = RwSignal::new(String::new());
    let guard = Memo::new(move |_| runs.guard());
    let changes = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.changes.len()));
    let is_confirmed = move || {
        guard
            .get()
            .is_none_or(|guard| is_number(&typed.get(), guard.removals))
    };
    let apply = move || {
        if changes.get_untracked() > 0 && untrack(is_confirmed) {
            let root = body.get_untracked().and_then(|body| root_of(&body));
            open.set(false);
            runs.apply();
            // The closed dialog has given the focus back to where it was opened from, such as a row.
            request_animation_frame(move || {
                root.and_then(|root| focus_place(&root, "run"));
            });
        }
    };
    let nothing = move || changes.get() == 0;
    view! { class=cls,
        <div class="review" node_ref=body>
            <Show when=nothing>
                <p class="nothing">{say!("review.nothing")}</p>
            </Show>
            <Show when=move || !nothing()>
                <MovedUsers/>
                <SeatTable/>
            </Show>
            <OversubscribedSeats/>
            <Show when=move || !nothing()>
                <EmailNote/>
            </Show>
            <ReleaseOffer/>
            <BlockedUsers/>
            <Show when=move || guard.get().is_some()>
                <Confirmation guard typed on_enter=Callback::new(move |()| apply())/>
            </Show>
        </div>
        <div class="buttons">
            <span class="verified">{say!("review.verified")}</span>
            <button type="button" class="button" on:click=move |_| open.set(false)>{say!("review.cancel")}</button>
            <Show when=move || !nothing()>
                <ApplyButton
                    changes
                    is_confirmed=Signal::derive(is_confirmed)
                    on_apply=Callback::new(move |()| apply())
                />
            </Show>
        </div>
    }
}

/// The button that applies the plan; its label says if licenses are removed.
#[component]
fn ApplyButton(
    changes: Memo<usize>,
    is_confirmed: Signal<bool>,
    on_apply: Callback<()>,
) -> impl IntoView {
    let drafting = Drafting::expect();
    let removed = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.only_removes()));
    let label = move || match removed.get() {
        Some(licenses) => count("review.remove", licenses),
        None => count("review.apply", changes.get()),
    };
    view! {
        <button
            type="button"
            class="button"
            class:primary=move || removed.get().is_none()
            class:danger=move || removed.get().is_some()
            disabled=move || !is_confirmed.get()
            on:click=move |_| on_apply.run(())
        >
            {label}
        </button>
    }
}

/// Seats before and after.
#[component]
fn SeatTable() -> impl IntoView {
    let cls = style_sheet!("./style/components/seat_table.css");
    let drafting = Drafting::expect();
    let rows = move || {
        drafting.with_reviewed(|plan, app_view| {
            plan.seats(app_view)
                .into_iter()
                .map(|each| (license_names([each.kind], app_view), each))
                .collect::<Vec<_>>()
        })
    };
    let row = move |(name, each): (String, SeatForecast)| {
        let of = each
            .before
            .total
            .map_or_else(|| say!("seats.no_limit"), |total| number(total as usize));
        let left = each.after.free().map(|left| number(left as usize));
        view! { class=cls,
            <tr>
                <th class="name" scope="row">{name}</th>
                <td class="figure">{number(each.before.used as usize)}</td>
                <td class="figure">{number(each.after.used as usize)}</td>
                <td class="figure">{of}</td>
                <td class="figure only-wide">{left}</td>
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
                    <th class="figure" scope="col">{say!("review.purchased")}</th>
                    <th class="figure only-wide" scope="col">{say!("review.left")}</th>
                </tr>
            </thead>
            <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// How many welcome emails will be sent, and a link to the guide in them.
#[component]
fn EmailNote() -> impl IntoView {
    let cls = style_sheet!("./style/components/email_note.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let emails = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.emails()));
    let guide = move || {
        table.application().guide_url.map(|url| {
            let name = table.application().application.name;
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

/// Offers to release the numbers of users who lose their license.
#[component]
fn ReleaseOffer() -> impl IntoView {
    let cls = style_sheet!("./style/components/release_offer.css");
    let drafting = Drafting::expect();
    let counts = Memo::new(move |_| drafting.with_reviewed(|plan, _| plan.releasable()));
    let of = move || counts.get().0;
    let all = move || counts.get().0 == counts.get().1;
    view! { class=cls,
        <Show when=move || { of() > 0 }>
            <label class="release">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=all
                    on:change=move |event| drafting.release_numbers(event_target_checked(&event))
                />
                {move || count("review.release", of())}
            </label>
        </Show>
    }
}

/// The guard: the number of removals must be typed. Enter applies; a wrong number is reported.
#[component]
fn Confirmation(
    guard: Memo<Option<Guard>>,
    typed: RwSignal<String>,
    on_enter: Callback<()>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/guard.css");
    let is_entered = RwSignal::new(false);
    let removals = move || guard.get().map_or(0, |guard| guard.removals);
    let is_wrong = Signal::derive(move || {
        let is_wrong = !typed.with(String::is_empty) && !is_number(&typed.get(), removals());
        is_entered.get() && is_wrong
    });
    let enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            is_entered.set(true);
            on_enter.run(());
        }
    };
    view! { class=cls,
        <div class="guard">
            <label class="question">
                <span class="words">{move || guard.get().map(question)}</span>
                <input
                    class="box"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || is_wrong.get().to_string()
                    prop:value=typed
                    on:input=move |event| {
                        is_entered.set(false);
                        typed.set(event_target_value(&event));
                    }
                    on:change=move |_| is_entered.set(true)
                    on:keydown=enter
                />
            </label>
            <p class="wrong" role="alert">
                {move || is_wrong.get().then(|| say!("review.guard_mismatch", n = number(removals())))}
            </p>
        </div>
    }
}

fn question(guard: Guard) -> String {
    let Guard { removals, earlier } = guard;
    let users = count("count.users", removals);
    if earlier > 0 {
        let earlier = count("count.users", earlier);
        say!(
            "review.guard_again",
            users = users,
            earlier = earlier,
            n = number(removals)
        )
    } else {
        say!("review.guard", users = users, n = number(removals))
    }
}
