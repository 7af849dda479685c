//! Seats of each license type.

use leptos::prelude::*;

use crate::components::Meter;
use crate::domain::application_view::Seats;
use crate::domain::catalog::Offer;
use crate::features::directory::state::Account;
use crate::features::table::state::Table;
use crate::i18n::{count, number, say};

/// A meter for each license type.
#[component]
pub fn SeatMeters() -> impl IntoView {
    let account = Account::expect();
    let table = Table::expect();
    let types = Memo::new(move |_| {
        account.with_totals(table.application_index(), |app_view| {
            app_view
                .types()
                .map(|(kind, each)| (each.name.clone(), app_view.seats(kind), each.offer))
                .collect::<Vec<_>>()
        })
    });
    let meter = |(name, seats, offer): (String, Seats, Offer)| {
        view! {
            <Meter
                label=name
                figures=figures(seats, offer)
                value=seats.used
                total=seats.total
                low=seats.are_low()
            />
        }
    };
    move || types.get().into_iter().map(meter).collect_view()
}

fn figures(seats: Seats, offer: Offer) -> String {
    match (offer, seats.total) {
        (Offer::SwitchedOff, _) => say!("type.switched_off"),
        (Offer::Retired, _) => say!("type.retired"),
        (Offer::Offered, Some(total)) => {
            say!(
                "seats.of",
                used = number(seats.used as usize),
                total = number(total as usize)
            )
        }
        (Offer::Offered, None) => count("seats.unlimited", seats.used as usize),
    }
}
