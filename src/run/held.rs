//! What a user holds, compared with what the change wants.

use super::outcome::{Outcome, Reason};
use crate::model::ids::{LicenseId, ProductId};
use crate::model::plan::{Change, HeldLicense};

/// What was given up has landed after all.
pub(super) fn came_true(given_up: &Outcome, held: &[HeldLicense], change: &Change) -> bool {
    let is_clear = || superfluous(held, change).is_empty();
    match given_up {
        Outcome::Unchanged | Outcome::Failed(Reason::LicenseRefused(_)) if change.assign => {
            change.to.is_some_and(|to| holds(held, to))
        }
        Outcome::Unchanged
        | Outcome::Failed(Reason::LicenseRefused(_) | Reason::OldLicenseStays(_)) => is_clear(),
        _ => false,
    }
}

pub(super) fn holds(held: &[HeldLicense], product: ProductId) -> bool {
    held.iter().any(|each| each.product == product)
}

/// Old licenses, and all but one of the new type.
pub(super) fn superfluous(held: &[HeldLicense], change: &Change) -> Vec<LicenseId> {
    let old = held.iter().filter(|each| change.remove.contains(each));
    let doubled = held
        .iter()
        .filter(|each| change.assign && Some(each.product) == change.to)
        .skip(1);
    old.chain(doubled).map(|each| each.license).collect()
}

/// Of the licenses that came to be: those that go again, since the number did not come or there is one already.
pub(super) fn unwanted(outcome: &Outcome, held: &[HeldLicense], change: &Change) -> Vec<LicenseId> {
    let without_number = matches!(
        outcome,
        Outcome::Failed(Reason::NumberRefused(_) | Reason::AliasRefused(_))
    );
    let came: Vec<&HeldLicense> = held
        .iter()
        .filter(|each| !change.held.contains(each))
        .collect();
    let is_doubled = |index: usize| holds_any(&came[..index], came[index].product);
    (0..came.len())
        .filter(|index| without_number || is_doubled(*index))
        .map(|index| came[index].license)
        .collect()
}

fn holds_any(held: &[&HeldLicense], product: ProductId) -> bool {
    held.iter().any(|each| each.product == product)
}

pub(super) fn are_same(held: &[HeldLicense], before: &[HeldLicense]) -> bool {
    held.len() == before.len() && held.iter().all(|each| before.contains(each))
}
