//! Seats of each license type.

use leptos::prelude::*;

use crate::components::Meter;
use crate::domain::application_view::Seats;
use crate::domain::catalog::{Offer, TypeIndex};
use crate::features::directory::state::Account;
use crate::features::drafting::state::Drafting;
use crate::features::table::state::Table;
use crate::i18n::{count, number, say};

/// A meter for each license type, with what the draft changes.
#[component]
pub fn SeatMeters() -> impl IntoView {
    let account = Account::expect();
    let table = Table::expect();
    let drafting = Drafting::expect();
    let types = Memo::new(move |_| {
        account.with_totals(table.application_index(), |app_view| {
            app_view
                .types()
                .map(|(kind, each)| (kind, each.name.clone(), app_view.seats(kind), each.offer))
                .collect::<Vec<_>>()
        })
    });
    let meter = move |(kind, name, seats, offer): (TypeIndex, String, Seats, Offer)| {
        let pending = move || drafting.pending_seats(table.application_index(), kind);
        view! {
            <Meter
                label=name
                figures=figures(seats, offer)
                value=seats.used
                total=seats.total
                note=Signal::derive(move || note(pending(), seats))
                is_alert=Signal::derive(move || over(pending(), seats) > 0)
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
            let [used, total] = [seats.used, total].map(|seats| number(seats as usize));
            if seats.are_full() {
                say!("seats.full", used = used, total = total)
            } else {
                say!("seats.of", used = used, total = total)
            }
        }
        (Offer::Offered, None) => count("seats.unlimited", seats.used as usize),
    }
}

/// The seats that the draft takes or frees.
fn note(pending: i64, seats: Seats) -> String {
    let sign = match pending {
        0 => return String::new(),
        1.. => '+',
        _ => '−',
    };
    let n = format!("{sign}{}", number(pending.unsigned_abs() as usize));
    match over(pending, seats) {
        1.. => say!(
            "seats.over",
            n = n,
            over = number(over(pending, seats) as usize)
        ),
        _ => say!("seats.pending", n = n),
    }
}

/// How many of the seats that the draft takes there are not.
fn over(pending: i64, seats: Seats) -> i64 {
    let total = seats.total.filter(|_| pending > 0).map(i64::from);
    total.map_or(0, |total| i64::from(seats.used) + pending - total)
}
