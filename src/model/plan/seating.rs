//! Puts changes into waves, so that no wave needs a seat that is not free when it starts.

use std::collections::VecDeque;

use super::{Blocked, Change, Why};
use crate::model::ids::ProductId;
use crate::model::scope::{Scope, Unavailable};

/// Orders the changes; those that no seat is left for come back as blocked. Who comes first is seated first.
pub(super) fn seat(changes: Vec<Change>, scope: Scope) -> (Vec<Change>, Vec<Blocked>) {
    let mut free = free_seats(scope);
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
    (
        seated,
        queues
            .into_iter()
            .flat_map(|(product, queue)| seatless(product, queue))
            .collect(),
    )
}

/// Free seats of the license types that are limited.
fn free_seats(scope: Scope) -> Vec<(ProductId, usize)> {
    scope
        .types()
        .filter_map(|(kind, each)| Some((each.id, scope.seats(kind).free()? as usize)))
        .collect()
}

fn free_of(free: &mut [(ProductId, usize)], product: ProductId) -> Option<&mut usize> {
    free.iter_mut()
        .find(|(each, _)| *each == product)
        .map(|(_, seats)| seats)
}

fn seatless(product: ProductId, queue: VecDeque<Change>) -> impl Iterator<Item = Blocked> {
    queue.into_iter().map(move |change| Blocked {
        user: change.user,
        why: Why::Type(product, Unavailable::NoSeat),
    })
}
