//! Seat allocation: orders changes into waves, so that each wave needs only seats that are free when it starts, and
//! decides who gets none.

use std::collections::VecDeque;

use super::{BlockReason, Blocked, Change};
use crate::domain::application_view::{ApplicationView, Unavailable};
use crate::domain::draft::Draft;
use crate::domain::ids::{ProductId, UserId};

/// An oversubscribed license type: more users are to get it than there are seats.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Oversubscribed {
    /// The license type.
    pub product: ProductId,
    /// The number of available seats.
    pub seats: usize,
    /// The users who are to get one, sorted by name.
    pub wanting: Vec<UserId>,
    /// The users who get one.
    pub seated: Vec<UserId>,
}

/// The result of the allocation.
pub(super) struct Seating {
    pub(super) changes: Vec<Change>,
    pub(super) seatless: Vec<Blocked>,
    pub(super) oversubscribed: Vec<Oversubscribed>,
}

/// What the allocation needs to know of a change.
pub(super) trait Seatable {
    fn user(&self) -> UserId;
    /// The license type of which it needs a seat.
    fn needs(&self) -> Option<ProductId>;
    /// The license types of which it frees a seat.
    fn frees(&self) -> impl Iterator<Item = ProductId>;
}

impl Seatable for Change {
    fn user(&self) -> UserId {
        self.user
    }

    fn needs(&self) -> Option<ProductId> {
        self.assigned()
    }

    fn frees(&self) -> impl Iterator<Item = ProductId> {
        self.remove.iter().map(|held| held.product)
    }
}

/// Allocates seats to changes sorted by name.
pub(super) fn seat(changes: Vec<Change>, draft: &Draft, app_view: ApplicationView) -> Seating {
    allocate(&changes, draft, app_view).judged(changes, app_view)
}

/// The indices of the changes, sorted by name, that get no seat.
pub(super) fn seatless(
    changes: &[impl Seatable],
    draft: &Draft,
    app_view: ApplicationView,
) -> impl Iterator<Item = usize> {
    let left = allocate(changes, draft, app_view).left.into_iter();
    left.flat_map(|(_, left)| left)
}

/// If there are too few seats, users chosen by hand get one, otherwise the first by name.
fn allocate(changes: &[impl Seatable], draft: &Draft, app_view: ApplicationView) -> Filled {
    let all = 0..changes.len();
    let in_order = fill_well(changes, all.clone().collect(), app_view);
    let left = in_order.left.iter().map(|(product, _)| *product);
    let by_hand: Vec<ProductId> = left
        .filter(|product| draft.chosen_seats(*product).is_some())
        .collect();
    if by_hand.is_empty() {
        return in_order;
    }
    let is_passed_over = |at: &usize| {
        let change = &changes[*at];
        let product = change.needs().filter(|to| by_hand.contains(to));
        let chosen = product.and_then(|product| draft.chosen_seats(product));
        chosen.is_some_and(|chosen| !chosen.contains(&change.user()))
    };
    let (passed_over, chosen) = all.partition(is_passed_over);
    fill_well(changes, chosen, app_view).without(passed_over, changes)
}

/// Changes that got a seat, and the remaining changes and seats. Changes are referred to by their index.
struct Filled {
    /// With their wave.
    seated: Vec<(usize, usize)>,
    free: Vec<(ProductId, usize)>,
    /// Those without a seat, by license type.
    left: Vec<(ProductId, Vec<usize>)>,
}

impl Filled {
    fn seatless(&self) -> usize {
        self.left.iter().map(|(_, left)| left.len()).sum()
    }

    fn without(mut self, passed_over: Vec<usize>, changes: &[impl Seatable]) -> Self {
        self.left.extend(by_type(passed_over, changes).1);
        self
    }

    fn judged(self, changes: Vec<Change>, app_view: ApplicationView) -> Seating {
        let is_left = |product| self.left.iter().any(|(each, _)| *each == product);
        let products = app_view.types().map(|(_, kind)| kind.id);
        let oversubscribed = products
            .filter(|product| is_left(*product))
            .map(|product| self.oversubscribed(product, &changes))
            .collect();
        let seatless = self.left.iter().flat_map(|(product, left)| {
            let reason = BlockReason::Type(*product, Unavailable::NoSeat);
            left.iter().map(move |at| (*at, reason))
        });
        let seatless = seatless.map(|(at, reason)| Blocked {
            user: changes[at].user,
            reason,
        });
        Seating {
            seatless: seatless.collect(),
            oversubscribed,
            changes: in_waves(changes, self.seated),
        }
    }

    fn oversubscribed(&self, product: ProductId, changes: &[Change]) -> Oversubscribed {
        let wants = |change: &&Change| change.assigned() == Some(product);
        let user = |change: &Change| change.user;
        let seated = self.seated.iter().map(|(at, _)| &changes[*at]);
        let seated: Vec<UserId> = seated.filter(wants).map(user).collect();
        let free = self.free.iter().find(|(each, _)| *each == product);
        Oversubscribed {
            product,
            seats: seated.len() + free.map_or(0, |(_, seats)| *seats),
            wanting: changes.iter().filter(wants).map(user).collect(),
            seated,
        }
    }
}

/// Takes the changes with a seat out of all, without copying what they hold.
fn in_waves(changes: Vec<Change>, seated: Vec<(usize, usize)>) -> Vec<Change> {
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    let seated = seated.into_iter();
    seated
        .filter_map(|(at, wave)| {
            let change = changes[at].take()?;
            Some(Change { wave, ..change })
        })
        .collect()
}

/// Those that need no seat, and the others by the license type that they need.
fn by_type(
    order: Vec<usize>,
    changes: &[impl Seatable],
) -> (Vec<usize>, Vec<(ProductId, Vec<usize>)>) {
    let mut seatless = Vec::new();
    let mut by_type: Vec<(ProductId, Vec<usize>)> = Vec::new();
    for at in order {
        let Some(product) = changes[at].needs() else {
            seatless.push(at);
            continue;
        };
        match by_type.iter_mut().find(|(each, _)| *each == product) {
            Some((_, queue)) => queue.push(at),
            None => by_type.push((product, vec![at])),
        }
    }
    (seatless, by_type)
}

/// Allocates in order, unless more users get a seat when those who free one come first. Otherwise the last free seat
/// could go to a new user, and two users who wait for each other's seat would never get one.
fn fill_well(changes: &[impl Seatable], order: Vec<usize>, app_view: ApplicationView) -> Filled {
    let frees_a_seat = |at: &usize| changes[*at].frees().next().is_some();
    let (mut movers_first, others): (Vec<usize>, Vec<usize>) =
        order.iter().partition(|at| frees_a_seat(at));
    let in_order = fill(changes, order, app_view);
    if in_order.left.is_empty() {
        return in_order;
    }
    movers_first.extend(others);
    let movers_first = fill(changes, movers_first, app_view);
    if movers_first.seatless() < in_order.seatless() {
        movers_first
    } else {
        in_order
    }
}

fn fill(changes: &[impl Seatable], order: Vec<usize>, app_view: ApplicationView) -> Filled {
    let mut free = free_seats(app_view);
    let (unlimited, queues) = by_type(order, changes);
    let mut queues: Vec<(ProductId, VecDeque<usize>)> = queues
        .into_iter()
        .map(|(product, queue)| (product, queue.into()))
        .collect();
    let mut seated: Vec<(usize, usize)> = unlimited.into_iter().map(|at| (at, 0)).collect();
    let mut wave = 0;
    let mut settled = 0;
    loop {
        for (product, queue) in &mut queues {
            let seats = free_of(&mut free, *product);
            let takes = seats
                .as_ref()
                .map_or(queue.len(), |seats| queue.len().min(**seats));
            if let Some(seats) = seats {
                *seats -= takes;
            }
            seated.extend(queue.drain(..takes).map(|at| (at, wave)));
        }
        if seated.len() == settled {
            break;
        }
        let removals = seated[settled..].iter();
        for freed in removals.flat_map(|(at, _)| changes[*at].frees()) {
            if let Some(seats) = free_of(&mut free, freed) {
                *seats += 1;
            }
        }
        settled = seated.len();
        wave += 1;
    }
    let left = queues.into_iter().filter(|(_, queue)| !queue.is_empty());
    Filled {
        seated,
        free,
        left: left
            .map(|(product, queue)| (product, queue.into()))
            .collect(),
    }
}

/// The free seats of limited license types.
fn free_seats(app_view: ApplicationView) -> Vec<(ProductId, usize)> {
    app_view
        .types()
        .filter_map(|(kind, each)| Some((each.id, app_view.seats(kind).free()? as usize)))
        .collect()
}

fn free_of(free: &mut [(ProductId, usize)], product: ProductId) -> Option<&mut usize> {
    free.iter_mut()
        .find(|(each, _)| *each == product)
        .map(|(_, seats)| seats)
}
