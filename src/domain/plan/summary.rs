//! The summary of a plan: moves between license types, and seats before and after.

use super::Plan;
use crate::domain::application_view::{ApplicationView, Seats};
use crate::domain::catalog::TypeIndex;
use crate::domain::ids::ProductId;

/// A move: users who change from one license type to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// Their license types; empty: no license.
    pub from: Vec<TypeIndex>,
    /// Their new license type; `None`: no license.
    pub to: Option<TypeIndex>,
    /// The number of users.
    pub users: usize,
}

/// Seats of a license type before and after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatForecast {
    /// The license type.
    pub kind: TypeIndex,
    /// The seats now.
    pub before: Seats,
    /// Used seats after the plan is applied.
    pub used_after: u32,
}

impl Plan {
    /// The moves, without users whose number alone changes.
    pub fn moves(&self, app_view: ApplicationView) -> Vec<Move> {
        let find = |product| app_view.catalog.find(product);
        let mut moves: Vec<Move> = Vec::new();
        let changes = self.changes.iter();
        for change in changes.filter(|change| change.changes_license()) {
            let from = change.held.iter().filter_map(|held| find(held.product));
            let to = change.to.and_then(find);
            let is_same =
                |each: &&mut Move| each.to == to && each.from.iter().copied().eq(from.clone());
            match moves.iter_mut().find(is_same) {
                Some(each) => each.users += 1,
                None => moves.push(Move {
                    from: from.collect(),
                    to,
                    users: 1,
                }),
            }
        }
        moves.sort_by(|a, b| (&a.from, a.to).cmp(&(&b.from, b.to)));
        moves
    }

    /// The seats of every license type that the plan changes.
    pub fn seats(&self, app_view: ApplicationView) -> Vec<SeatForecast> {
        let delta = |product: ProductId| {
            let assigned = self
                .changes
                .iter()
                .filter(|change| change.assign && change.to == Some(product));
            let removals = self.changes.iter().flat_map(|change| &change.remove);
            (
                assigned.count(),
                removals
                    .filter(|removal| removal.product == product)
                    .count(),
            )
        };
        app_view
            .types()
            .filter_map(|(kind, each)| {
                let (assigned, removed) = delta(each.id);
                let before = app_view.seats(kind);
                let used_after = (before.used as usize + assigned).saturating_sub(removed);
                let used_after = u32::try_from(used_after).unwrap_or(u32::MAX);
                (assigned + removed > 0).then_some(SeatForecast {
                    kind,
                    before,
                    used_after,
                })
            })
            .collect()
    }
}
