//! The row view: a user's license and number in the table, with pending changes and block reason.

use super::application_view::{ApplicationView, NumberStanding};
use super::catalog::TypeIndex;
use super::directory::{LicenseStatus, UserStatus};
use super::draft::{PendingChange, PendingNumber};
use super::ids::{ProductId, UserId};
use super::number::Number;
use super::plan::BlockReason;

/// License and number of a user, as the table shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowView {
    /// Whether licenses can be assigned.
    pub status: UserStatus,
    /// The user's license types; more than one is a past mistake or a change in progress.
    pub held: Vec<ProductId>,
    /// The license's status, if there is a license.
    pub license_status: Option<LicenseStatus>,
    /// The pending license type, or the current one.
    pub license: Option<ProductId>,
    /// Whether the license type changes.
    pub license_changes: bool,
    /// The current number.
    pub number_held: Option<Number>,
    /// The pending number, or the current one.
    pub number: Option<Number>,
    /// Whether the release of the number is pending.
    pub number_is_released: bool,
    /// Whether the number changes.
    pub number_changes: bool,
    /// The registration of the current number.
    pub standing: NumberStanding,
    /// Why the pending change is blocked.
    pub blocked: Option<BlockReason>,
}

/// Why no license type can be chosen for this user.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DisabledReason {
    /// The user is not active.
    Inactive,
    /// A number must be chosen first.
    NumberFirst,
}

impl RowView {
    /// The row view of a user with a pending change, which may be blocked; `None`: not in the directory.
    pub fn new(
        user: UserId,
        app_view: ApplicationView,
        pending: PendingChange,
        blocked: Option<BlockReason>,
    ) -> Option<Self> {
        let users = &app_view.directory.users;
        let row = users.row(user)?;
        let PendingChange { license, number } = pending.open(user, app_view);
        let product = |kind: TypeIndex| app_view.catalog.get(kind).map(|kind| kind.id);
        Some(Self {
            status: users.status(row),
            held: app_view
                .held(user)
                .filter_map(|held| product(held.kind))
                .collect(),
            license_status: app_view
                .held(user)
                .map(|held| held.status.clone())
                .find(|status| *status != LicenseStatus::Active),
            license: pending
                .license_after(app_view.license_of(user), app_view.catalog)
                .and_then(product),
            license_changes: license.is_some(),
            number_held: app_view.number_of(user),
            number: pending.number_after(user, app_view),
            number_is_released: number == Some(PendingNumber::Release),
            number_changes: number.is_some(),
            standing: app_view.number_standing(user),
            blocked,
        })
    }

    /// Whether license or number change.
    pub fn is_pending(&self) -> bool {
        self.license_changes || self.number_changes
    }

    /// Whether the user keeps several licenses.
    pub fn keeps_several(&self) -> bool {
        self.held.len() > 1 && !self.license_changes
    }

    /// Why no license type can be chosen for this user, regardless of seats.
    pub fn disabled_reason(&self, needs_number: bool) -> Option<DisabledReason> {
        if self.status != UserStatus::Active {
            Some(DisabledReason::Inactive)
        } else if needs_number && self.number.is_none() && !self.number_is_released {
            Some(DisabledReason::NumberFirst)
        } else {
            None
        }
    }

    /// Whether nothing can be chosen: inactive users can only lose licenses.
    pub fn is_fixed(&self) -> bool {
        self.status != UserStatus::Active && self.held.is_empty() && !self.license_changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::{Draft, Target};
    use crate::domain::fixtures::{self, World, number};
    use crate::domain::plan::Plan;

    fn entry(world: &World, draft: &Draft) -> RowView {
        let app_view = world.app_view(&world.sms);
        let user = world.id(0);
        let blocked = Plan::new(draft, app_view)
            .block_reasons()
            .get(&user)
            .copied();
        RowView::new(user, app_view, draft.pending_change(user), blocked).unwrap()
    }

    #[test]
    fn a_pending_change_shows_beside_what_is() {
        let mut world = World::new(1);
        world.give_number(0, 9_415_550_100);
        world.license(0, fixtures::SMS);
        let mut draft = Draft::default();
        draft.choose_license(
            world.id(0),
            Target::License(fixtures::SMS_ULTIMATE),
            world.app_view(&world.sms),
        );
        let entry = entry(&world, &draft);
        assert_eq!(entry.held, [fixtures::SMS]);
        assert_eq!(entry.license, Some(fixtures::SMS_ULTIMATE));
        assert!(entry.license_changes && !entry.number_changes);
        assert_eq!(entry.number, Some(number(9_415_550_100)));
    }

    #[test]
    fn a_change_that_was_applied_is_not_pending() {
        let mut world = World::new(1);
        world.give_number(0, 9_415_550_100);
        world.add_free_numbers(&[9_415_550_101]);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.sms);
        let given = PendingNumber::Give(number(9_415_550_101));
        draft.choose_number(world.id(0), Some(given), app_view);
        draft.choose_license(world.id(0), Target::License(fixtures::SMS), app_view);
        let plan = Plan::new(&draft, app_view);
        world.apply(&plan, |_| {});
        let entry = entry(&world, &draft);
        assert!(!entry.license_changes && !entry.number_changes);
        assert_eq!(entry.license, Some(fixtures::SMS));
    }

    #[test]
    fn an_sms_license_waits_for_a_number() {
        let world = World::new(1);
        let without = entry(&world, &Draft::default());
        assert_eq!(
            without.disabled_reason(true),
            Some(DisabledReason::NumberFirst)
        );
        assert_eq!(without.disabled_reason(false), None);
    }

    #[test]
    fn someone_inactive_can_lose_a_license_but_get_none() {
        let mut world = World::new(1);
        world.deactivate(0);
        assert!(entry(&world, &Draft::default()).is_fixed());
        world.license(0, fixtures::SMS);
        let holder = entry(&world, &Draft::default());
        assert!(!holder.is_fixed());
        assert_eq!(holder.disabled_reason(true), Some(DisabledReason::Inactive));
    }

    #[test]
    fn a_blocked_change_says_why_in_the_row() {
        let world = World::new(1);
        let mut draft = Draft::default();
        draft.choose_license(
            world.id(0),
            Target::License(fixtures::SMS),
            world.app_view(&world.sms),
        );
        assert_eq!(entry(&world, &draft).blocked, Some(BlockReason::NoNumber));
    }
}
