//! The summary of a plan: moves between license types, and seats before and after.

use super::{Change, Plan};
use crate::domain::application_view::{ApplicationView, Seats};
use crate::domain::catalog::TypeIndex;
use crate::domain::ids::ProductId;

/// The users who change alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// What changes.
    pub kind: MoveKind,
    /// The indices of their changes in the plan.
    pub changes: Vec<usize>,
}

/// What changes for a user.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MoveKind {
    /// The license type, and perhaps the number.
    License {
        /// The user's license types; empty: no license.
        from: Vec<TypeIndex>,
        /// The new license type; `None`: no license.
        to: Option<TypeIndex>,
    },
    /// The number alone.
    Number,
}

/// Seats of a license type before and after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatForecast {
    /// The license type.
    pub kind: TypeIndex,
    /// The seats now.
    pub before: Seats,
    /// The seats after the plan is applied.
    pub after: Seats,
}

impl Plan {
    /// All changes by move, in the order of license types.
    pub fn moves(&self, app_view: ApplicationView) -> Vec<Move> {
        let mut moves: Vec<Move> = Vec::new();
        for (at, change) in self.changes.iter().enumerate() {
            match moves
                .iter_mut()
                .find(|each| each.kind.is_of(change, app_view))
            {
                Some(each) => each.changes.push(at),
                None => moves.push(Move {
                    kind: MoveKind::of(change, app_view),
                    changes: vec![at],
                }),
            }
        }
        moves.sort_by(|a, b| a.kind.cmp(&b.kind));
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
                let used = (before.used as usize + assigned).saturating_sub(removed);
                let after = Seats {
                    used: u32::try_from(used).unwrap_or(u32::MAX),
                    ..before
                };
                (assigned + removed > 0).then_some(SeatForecast {
                    kind,
                    before,
                    after,
                })
            })
            .collect()
    }
}

impl MoveKind {
    fn of(change: &Change, app_view: ApplicationView) -> Self {
        if !change.changes_license() {
            return Self::Number;
        }
        Self::License {
            from: held_types(change, app_view).collect(),
            to: change.to.and_then(|to| app_view.catalog.find(to)),
        }
    }

    /// Whether a change is of this kind. Allocates nothing, since most changes of a plan are alike.
    fn is_of(&self, change: &Change, app_view: ApplicationView) -> bool {
        match self {
            Self::Number => !change.changes_license(),
            Self::License { from, to } => {
                change.changes_license()
                    && *to == change.to.and_then(|to| app_view.catalog.find(to))
                    && held_types(change, app_view).eq(from.iter().copied())
            }
        }
    }
}

fn held_types(change: &Change, app_view: ApplicationView) -> impl Iterator<Item = TypeIndex> {
    let held = change.held.iter();
    held.filter_map(move |held| app_view.catalog.find(held.product))
}
