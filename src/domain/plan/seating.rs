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

/// Allocates seats. If there are too few, users chosen by hand get one, otherwise the first by name.
pub(super) fn seat(changes: Vec<Change>, draft: &Draft, app_view: ApplicationView) -> Seating {
    let wanting = wanting(&changes);
    let in_order = fill_well(changes.clone(), app_view);
    let by_hand: Vec<ProductId> = in_order
        .left
        .iter()
        .map(|(product, _)| *product)
        .filter(|product| draft.chosen_seats(*product).is_some())
        .collect();
    let filled = if by_hand.is_empty() {
        in_order
    } else {
        let is_passed_over = |change: &Change| {
            let product = change.to.filter(|to| change.assign && by_hand.contains(to));
            let chosen = product.and_then(|product| draft.chosen_seats(product));
            chosen.is_some_and(|chosen| !chosen.contains(&change.user))
        };
        let (passed_over, chosen) = changes.into_iter().partition(is_passed_over);
        fill_well(chosen, app_view).without(passed_over)
    };
    filled.judged(wanting)
}

/// The users by the license type they are to get.
fn wanting(changes: &[Change]) -> Vec<(ProductId, Vec<UserId>)> {
    let mut wanting: Vec<(ProductId, Vec<UserId>)> = Vec::new();
    for change in changes {
        let Some(product) = change.to.filter(|_| change.assign) else {
            continue;
        };
        match wanting.iter_mut().find(|(each, _)| *each == product) {
            Some((_, users)) => users.push(change.user),
            None => wanting.push((product, vec![change.user])),
        }
    }
    wanting
}

/// Changes that got a seat, and the remaining changes and seats.
struct Filled {
    seated: Vec<Change>,
    free: Vec<(ProductId, usize)>,
    /// The users without a seat, by license type.
    left: Vec<(ProductId, Vec<UserId>)>,
}

impl Filled {
    fn seatless(&self) -> usize {
        self.left.iter().map(|(_, users)| users.len()).sum()
    }

    fn without(mut self, passed_over: Vec<Change>) -> Self {
        self.left.extend(wanting(&passed_over));
        self
    }

    fn judged(self, wanting: Vec<(ProductId, Vec<UserId>)>) -> Seating {
        let is_left = |product| self.left.iter().any(|(each, _)| *each == product);
        let oversubscribed = wanting.into_iter().filter(|(product, _)| is_left(*product));
        let oversubscribed = oversubscribed.map(|(product, wanting)| {
            let gets_one = |change: &&Change| change.assign && change.to == Some(product);
            let seated = self.seated.iter().filter(gets_one);
            let seated: Vec<UserId> = seated.map(|change| change.user).collect();
            let free = self.free.iter().find(|(each, _)| *each == product);
            Oversubscribed {
                product,
                seats: seated.len() + free.map_or(0, |(_, seats)| *seats),
                wanting,
                seated,
            }
        });
        let oversubscribed = oversubscribed.collect();
        let seatless = self.left.into_iter().flat_map(|(product, users)| {
            let reason = BlockReason::Type(product, Unavailable::NoSeat);
            users.into_iter().map(move |user| Blocked { user, reason })
        });
        Seating {
            seatless: seatless.collect(),
            changes: self.seated,
            oversubscribed,
        }
    }
}

/// Allocates in order, unless more users get a seat when those who free one come first. Otherwise the last free seat
/// could go to a new user, and two users who wait for each other's seat would never get one.
fn fill_well(changes: Vec<Change>, app_view: ApplicationView) -> Filled {
    let in_order = fill(changes.clone(), app_view);
    if in_order.left.is_empty() {
        return in_order;
    }
    let mut movers_first = changes;
    movers_first.sort_by_key(|change| change.remove.is_empty());
    let movers_first = fill(movers_first, app_view);
    if movers_first.seatless() < in_order.seatless() {
        movers_first
    } else {
        in_order
    }
}

fn fill(changes: Vec<Change>, app_view: ApplicationView) -> Filled {
    let mut free = free_seats(app_view);
    let mut queues: Vec<(ProductId, VecDeque<Change>)> = Vec::new();
    let mut seated = Vec::new();
    for change in changes {
        match change.to.filter(|_| change.assign) {
            None => seated.push(change),
            Some(product) => match queues.iter_mut().find(|(each, _)| *each == product) {
                Some((_, queue)) => queue.push_back(change),
                None => queues.push((product, VecDeque::from([change]))),
            },
        }
    }
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
            seated.extend(queue.drain(..takes).map(|change| Change { wave, ..change }));
        }
        if seated.len() == settled {
            break;
        }
        for removal in seated[settled..].iter().flat_map(|change| &change.remove) {
            if let Some(seats) = free_of(&mut free, removal.product) {
                *seats += 1;
            }
        }
        settled = seated.len();
        wave += 1;
    }
    let users = |queue: VecDeque<Change>| queue.into_iter().map(|change| change.user).collect();
    let left = queues.into_iter().filter(|(_, queue)| !queue.is_empty());
    Filled {
        seated,
        free,
        left: left
            .map(|(product, queue)| (product, users(queue)))
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
