//! The plan of a draft: changes in waves, blocked users with reasons, seats and emails.

mod draft_summary;
mod effect;
mod seating;
mod summary;

pub use draft_summary::{DraftSummary, Seatless};
pub use seating::Oversubscribed;
pub use summary::{Move, MoveKind, SeatForecast};

use super::application_view::{ApplicationView, Unavailable};
use super::draft::Draft;
use super::ids::{ApplicationId, LicenseId, ProductId, UserId};
#[cfg(test)]
use super::keyed::KeyMap;
use super::keyed::KeySet;
use super::number::Number;
use effect::Effect;

/// What applying a draft would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The application.
    pub application: ApplicationId,
    /// The application's license types; the plan ignores licenses of other types.
    pub products: Vec<ProductId>,
    /// The changes, by wave.
    pub changes: Vec<Change>,
    /// The blocked changes.
    pub blocked: Vec<Blocked>,
    /// The oversubscribed license types.
    pub oversubscribed: Vec<Oversubscribed>,
}

/// The change of one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The user.
    pub user: UserId,
    /// The user's licenses of the application when the change was planned.
    pub held: Vec<HeldLicense>,
    /// The new license type; `None`: no license.
    pub to: Option<ProductId>,
    /// Whether to assign a license of that type; otherwise the user has it already.
    pub assign: bool,
    /// Those of `held` to remove once the new license is verified.
    pub remove: Vec<HeldLicense>,
    /// The change of the user's SMS number.
    pub number: NumberChange,
    /// Changes of a later wave need seats that earlier waves free.
    pub wave: usize,
}

/// A license and its type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldLicense {
    /// The license.
    pub license: LicenseId,
    /// Its type.
    pub product: ProductId,
}

/// The change of a user's SMS number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct NumberChange {
    /// The user's number afterwards.
    pub after: Option<Number>,
    /// The number to assign.
    pub give: Option<Number>,
    /// The number to release.
    pub release: Option<Number>,
}

/// A blocked change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The user.
    pub user: UserId,
    /// The reason.
    pub reason: BlockReason,
}

/// What the action bar says of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlanCounts {
    /// The number of users who change.
    pub changes: usize,
    /// The number of welcome emails: one for each license assigned.
    pub emails: usize,
    /// The number of blocked users.
    pub blocked: usize,
}

/// The guard: so many users lose their license that the number must be typed to confirm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guard {
    /// The number of users who lose their last license of the application.
    pub removals: usize,
    /// Users who lost theirs recently and still have none.
    pub earlier: usize,
}

/// Why a change is blocked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockReason {
    /// The user is not active.
    Inactive,
    /// The application needs a number and the user has none.
    NoNumber,
    /// The chosen number is no longer available.
    NumberTaken(Number),
    /// A number is chosen, but no license type.
    NumberWithoutLicense(Number),
    /// The license type can't be assigned.
    Type(ProductId, Unavailable),
    /// The user is no longer in the directory.
    Gone,
}

impl Plan {
    /// Compares a draft with the directory.
    pub fn new(draft: &Draft, app_view: ApplicationView) -> Self {
        let mut blocked = Vec::new();
        let mut possible = Vec::new();
        for (user, pending) in draft.pending_changes() {
            match Effect::new(user, pending, app_view) {
                Ok(effect) if effect.is_nothing() => {}
                Ok(effect) => possible.push(effect.change()),
                Err(reason) => blocked.push(Blocked { user, reason }),
            }
        }
        let users = &app_view.directory.users;
        let mut blocked = users.sorted_by_name(blocked, |blocked| blocked.user);
        let possible = users.sorted_by_name(possible, |change| change.user);
        let seating = seating::seat(possible, draft, app_view);
        blocked.extend(seating.seatless);
        Self {
            application: app_view.application.id,
            products: app_view.types().map(|(_, kind)| kind.id).collect(),
            changes: seating.changes,
            blocked,
            oversubscribed: seating.oversubscribed,
        }
    }

    /// The block reasons by user.
    #[cfg(test)]
    pub(in crate::domain) fn block_reasons(&self) -> KeyMap<UserId, BlockReason> {
        let blocked = self.blocked.iter();
        blocked
            .map(|blocked| (blocked.user, blocked.reason))
            .collect()
    }

    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The number of welcome emails: one for each license assigned.
    pub fn emails(&self) -> usize {
        self.changes.iter().filter(|change| change.assign).count()
    }

    /// What the action bar says.
    pub fn counts(&self) -> PlanCounts {
        PlanCounts {
            changes: self.changes.len(),
            emails: self.emails(),
            blocked: self.blocked.len(),
        }
    }

    /// The number of users who lose their last license of the application.
    pub fn removals(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.takes_away())
            .count()
    }

    /// Of the users who lose their license: how many have a number, and how many of those release it.
    pub fn releasable(&self) -> (usize, usize) {
        let losers = self.changes.iter().filter(|change| change.takes_away());
        losers.fold((0, 0), |(with_number, released), change| {
            let NumberChange { after, release, .. } = change.number;
            let has_number = after.is_some() || release.is_some();
            (
                with_number + usize::from(has_number),
                released + usize::from(release.is_some()),
            )
        })
    }

    /// The guard, if more than ten users and more than a fifth of all holders lose their license, including `earlier`
    /// removals.
    pub fn guard(&self, app_view: ApplicationView, earlier: usize) -> Option<Guard> {
        let removals = self.removals();
        let lost = removals + earlier;
        let holders = app_view.licensed() + earlier;
        let is_much = lost > 10 && lost * 5 > holders;
        (removals > 0 && is_much).then_some(Guard { removals, earlier })
    }

    /// The number of licenses removed, if the plan does nothing else and removes one from each user.
    pub fn only_removes(&self) -> Option<usize> {
        let mut changes = self.changes.iter();
        let takes_one = |change: &Change| change.takes_away() && change.remove.len() == 1;
        (!self.is_empty() && changes.all(takes_one)).then_some(self.changes.len())
    }

    /// The blocked users.
    pub fn blocked_users(&self) -> impl Iterator<Item = UserId> {
        self.blocked.iter().map(|blocked| blocked.user)
    }
}

impl NumberChange {
    /// The user's number before the change.
    pub fn before(self) -> Option<Number> {
        self.release.or(self.after.filter(|_| self.give.is_none()))
    }
}

impl Change {
    /// The license type that needs a seat.
    fn assigned(&self) -> Option<ProductId> {
        self.to.filter(|_| self.assign)
    }

    /// Whether a license is assigned or removed.
    pub fn changes_license(&self) -> bool {
        self.assign || !self.remove.is_empty()
    }

    /// The user's license types after the change.
    pub fn leaves(&self) -> Vec<ProductId> {
        let kept = self.held.iter().filter(|held| !self.remove.contains(held));
        kept.map(|held| held.product)
            .chain(self.assigned())
            .collect()
    }

    /// Whether the user has no license afterwards.
    pub fn takes_away(&self) -> bool {
        self.to.is_none() && !self.remove.is_empty()
    }
}

/// The number of users left without a license by these changes who still have none.
pub fn still_without<'a>(
    changes: impl Iterator<Item = &'a Change>,
    app_view: ApplicationView,
) -> usize {
    let losers = changes.filter(|change| change.takes_away());
    let losers: KeySet<UserId> = losers.map(|change| change.user).collect();
    let is_without = |user: &&UserId| {
        let is_there = app_view.directory.users.row(**user).is_some();
        is_there && app_view.license_of(**user).is_none()
    };
    losers.iter().filter(is_without).count()
}

#[cfg(test)]
mod tests;
