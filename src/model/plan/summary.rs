//! A plan in a few lines: how many change from what to what, and seats before and after.

use std::collections::BTreeMap;

use super::Plan;
use crate::model::catalog::TypeIndex;
use crate::model::scope::{Scope, Seats};

/// So many users change from one license type to another; `None`: no license.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Move {
    /// What they hold; the first where there are several.
    pub from: Option<TypeIndex>,
    /// What they will hold.
    pub to: Option<TypeIndex>,
    /// How many users.
    pub users: usize,
}

/// Seats of a license type before and after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatForecast {
    /// The license type.
    pub kind: TypeIndex,
    /// As last read.
    pub before: Seats,
    /// Seats taken once the plan has run.
    pub used_after: u32,
}

impl Plan {
    /// How many users change from what to what. Users of whom only the number changes are not among them.
    pub fn moves(&self, scope: Scope) -> Vec<Move> {
        let mut counts: BTreeMap<(Option<TypeIndex>, Option<TypeIndex>), usize> = BTreeMap::new();
        for change in self
            .changes
            .iter()
            .filter(|change| change.assign || !change.remove.is_empty())
        {
            let from = scope.license_of(change.user);
            let to = change.to.and_then(|product| scope.catalog.find(product));
            *counts.entry((from, to)).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|((from, to), users)| Move { from, to, users })
            .collect()
    }

    /// Seats before and after, of every license type that the plan touches.
    pub fn seats(&self, scope: Scope) -> Vec<SeatForecast> {
        let mut deltas: BTreeMap<TypeIndex, i64> = BTreeMap::new();
        for change in &self.changes {
            let assigned = change
                .to
                .filter(|_| change.assign)
                .map(|product| (product, 1));
            let removed = change.remove.iter().map(|removal| (removal.product, -1));
            for (product, delta) in assigned.into_iter().chain(removed) {
                if let Some(kind) = scope.catalog.find(product) {
                    *deltas.entry(kind).or_default() += delta;
                }
            }
        }
        let forecast = |(kind, delta)| {
            let before = scope.seats(kind);
            let used_after = u32::try_from(i64::from(before.used) + delta).unwrap_or_default();
            SeatForecast {
                kind,
                before,
                used_after,
            }
        };
        deltas.into_iter().map(forecast).collect()
    }
}
