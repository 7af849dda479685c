//! Assigning seats of oversubscribed license types.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::pagination::list::{ListPages, ListPagination};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::plan::Oversubscribed;
use crate::features::drafting::state::Drafting;
use crate::features::person::person;
use crate::features::table::state::Table;
use crate::i18n::{count, number, say};

/// A choice for each license type that is oversubscribed.
#[component]
pub fn OversubscribedSeats() -> impl IntoView {
    let drafting = Drafting::expect();
    let products = Memo::new(move |_| {
        drafting.with_reviewed(|plan, _| {
            let oversubscribed = plan.oversubscribed.iter();
            oversubscribed
                .map(|oversubscribed| oversubscribed.product)
                .collect::<Vec<_>>()
        })
    });
    move || {
        let products = products.get().into_iter();
        products
            .map(|product| view! { <SeatChoice product/> })
            .collect_view()
    }
}

/// Assigns seats in order of name or by hand.
#[component]
fn SeatChoice(product: ProductId) -> impl IntoView {
    let cls = style_sheet!("./style/components/seat_choice.css");
    let drafting = Drafting::expect();
    let seats = Memo::new(move |_| of(drafting, product, |oversubscribed| oversubscribed.seats));
    let wanting = Memo::new(move |_| {
        of(drafting, product, |oversubscribed| {
            oversubscribed.wanting.clone()
        })
    });
    let seated = Memo::new(move |_| {
        of(drafting, product, |oversubscribed| {
            set(&oversubscribed.seated)
        })
    });
    let is_by_hand = Memo::new(move |_| drafting.is_seated_by_hand(product));
    let heading = move || {
        let license = drafting.with_reviewed(|_, app_view| {
            let kind = app_view.catalog.find(product);
            let kind = kind.and_then(|kind| app_view.catalog.get(kind));
            kind.map(|kind| kind.name.clone()).unwrap_or_default()
        });
        say!(
            "oversubscribed.title",
            license = license,
            seats = count("oversubscribed.seats", seats.get()),
            users = count("count.users", wanting.with(Vec::len))
        )
    };
    let in_order = move |_| drafting.seat_by_hand(product, None);
    let by_hand = move |_| drafting.seat_by_hand(product, Some(seated.get_untracked()));
    view! { class=cls,
        <fieldset class="oversubscribed">
            <legend class="heading">{heading}</legend>
            <label class="radio">
                <input type="radio" name=product.to_string() prop:checked=move || !is_by_hand.get() on:change=in_order/>
                {say!("oversubscribed.in_order")}
            </label>
            <label class="radio">
                <input type="radio" name=product.to_string() prop:checked=is_by_hand on:change=by_hand/>
                {say!("oversubscribed.by_hand")}
            </label>
            <Show when=move || is_by_hand.get()>
                <Users product seats wanting seated/>
            </Show>
        </fieldset>
    }
}

/// All users with a pending change to the license type, with checkboxes.
#[component]
fn Users(
    product: ProductId,
    seats: Memo<usize>,
    wanting: Memo<Vec<UserId>>,
    seated: Memo<KeySet<UserId>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/seat_users.css");
    let table = Table::expect();
    let drafting = Drafting::expect();
    let pages = ListPages::of(Signal::derive(move || wanting.with(Vec::len)));
    let given = move || {
        let given = number(seated.with(KeySet::len));
        say!(
            "oversubscribed.given",
            given = given,
            seats = count("oversubscribed.seats", seats.get())
        )
    };
    let item = move |user: UserId| {
        let is_seated = Memo::new(move |_| seated.with(|seated| seated.contains(&user)));
        let is_full = move || seated.with(KeySet::len) >= seats.get();
        let who = untrack(|| table.with_app_view(|app_view| person(user, app_view)));
        view! { class=cls,
            <li class="item">
                <label class="user">
                    <input
                        class="check"
                        type="checkbox"
                        prop:checked=is_seated
                        disabled=move || !is_seated.get() && is_full()
                        on:change=move |event| drafting.choose_seat(product, user, event_target_checked(&event))
                    />
                    <span class="who">
                        <bdi>{who.title}</bdi>
                        " "
                        <bdi class="email" title=who.email>{who.email.clone()}</bdi>
                    </span>
                </label>
            </li>
        }
    };
    let items = move || {
        let page = wanting.with(|wanting| wanting[pages.range()].to_vec());
        page.into_iter().map(item).collect_view()
    };
    view! { class=cls,
        <p class="given" role="status">{given}</p>
        <ul class="list">{items}</ul>
        <ListPagination pages/>
    }
}

fn of<T: Default>(
    drafting: Drafting,
    product: ProductId,
    look: impl FnOnce(&Oversubscribed) -> T,
) -> T {
    drafting.with_reviewed(|plan, _| {
        let mut oversubscribed = plan.oversubscribed.iter();
        let found = oversubscribed.find(|oversubscribed| oversubscribed.product == product);
        found.map(look).unwrap_or_default()
    })
}

fn set(users: &[UserId]) -> KeySet<UserId> {
    users.iter().copied().collect()
}
