//! What applying a draft will do: the changes in their order, who is blocked and why, seats and e-mails.

mod seating;
mod summary;

pub use seating::Oversubscribed;
pub use summary::{Move, SeatForecast};

use super::application_view::{ApplicationView, Unavailable};
use super::catalog::Offer;
use super::directory::{Held, UserStatus};
use super::draft::{Draft, PendingChange, PendingNumber};
use super::ids::{ApplicationId, LicenseId, ProductId, UserId};
use super::keyed::KeySet;
use super::number::Number;

/// What applying a draft will do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The application.
    pub application: ApplicationId,
    /// The application's license types; licenses of others are no concern of the plan.
    pub products: Vec<ProductId>,
    /// The changes, by wave.
    pub changes: Vec<Change>,
    /// Wishes that cannot be met.
    pub blocked: Vec<Blocked>,
    /// License types that more users are to get than there are seats.
    pub oversubscribed: Vec<Oversubscribed>,
}

/// What is done for one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The user.
    pub user: UserId,
    /// The licenses of the application that the user held when the change was planned.
    pub held: Vec<HeldLicense>,
    /// The license type wished; `None`: no license.
    pub to: Option<ProductId>,
    /// Whether a license of that type is to be assigned; otherwise the user holds it already.
    pub assign: bool,
    /// Those of `held` to take away, once the new one is verified.
    pub remove: Vec<HeldLicense>,
    /// What becomes of the user's SMS number.
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

/// What becomes of a user's SMS number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct NumberChange {
    /// The number that the user has in the end.
    pub after: Option<Number>,
    /// The number to give.
    pub give: Option<Number>,
    /// The number to take back.
    pub release: Option<Number>,
}

/// A wish that cannot be met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The user.
    pub user: UserId,
    /// Why not.
    pub reason: BlockReason,
}

/// So many users lose their license that their number is to be typed before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guard {
    /// Users who lose their last license of the application.
    pub removals: usize,
    /// Users who have lost theirs lately, and still have none.
    pub earlier: usize,
}

/// Why a wish cannot be met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockReason {
    /// The user is not active.
    Inactive,
    /// The application needs a number and the user has none.
    NoNumber,
    /// The number chosen is no longer available.
    NumberTaken(Number),
    /// A number was chosen, but no license type.
    NumberWithoutLicense(Number),
    /// The license type cannot be assigned.
    Type(ProductId, Unavailable),
    /// The user is no longer in the directory.
    Gone,
}

impl Plan {
    /// Compares a draft with the directory.
    pub fn new(draft: &Draft, app_view: ApplicationView) -> Self {
        let mut blocked = Vec::new();
        let mut possible = Vec::new();
        for (user, pending) in in_order_of_names(draft, app_view) {
            match change(user, pending, draft, app_view) {
                Ok(change) if change.is_nothing() => {}
                Ok(change) => possible.push(change),
                Err(reason) => blocked.push(Blocked { user, reason }),
            }
        }
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

    /// Why a user's wish cannot be met, if it cannot.
    pub fn blocks(&self, user: UserId) -> Option<BlockReason> {
        let mut blocked = self.blocked.iter();
        Some(blocked.find(|blocked| blocked.user == user)?.reason)
    }

    /// Whether applying would do nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Welcome e-mails that the server will send: one for each license assigned.
    pub fn emails(&self) -> usize {
        self.changes.iter().filter(|change| change.assign).count()
    }

    /// Users who lose their last license of the application.
    pub fn removals(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.takes_away())
            .count()
    }

    /// Of the users who lose their license: how many have a number, and how many of those give it back.
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

    /// Whether so much is taken away that the number is to be typed before: more than ten users, and more than a fifth
    /// of all who had a license, lose it, or have lost it by `earlier` removals.
    pub fn guard(&self, app_view: ApplicationView, earlier: usize) -> Option<Guard> {
        let removals = self.removals();
        let lost = removals + earlier;
        let holders = app_view.licensed() + earlier;
        let is_much = lost > 10 && lost * 5 > holders;
        (removals > 0 && is_much).then_some(Guard { removals, earlier })
    }

    /// How many licenses go, if that is all that happens: one from each user.
    pub fn only_removes(&self) -> Option<usize> {
        let mut changes = self.changes.iter();
        let takes_one = |change: &Change| change.takes_away() && change.remove.len() == 1;
        (!self.is_empty() && changes.all(takes_one)).then_some(self.changes.len())
    }

    /// Users whose wishes cannot be met.
    pub fn blocked_users(&self) -> impl Iterator<Item = UserId> {
        self.blocked.iter().map(|blocked| blocked.user)
    }
}

impl NumberChange {
    /// The number that the user has before the change.
    pub fn before(self) -> Option<Number> {
        self.release.or(self.after.filter(|_| self.give.is_none()))
    }
}

impl Change {
    /// Whether the user is as wished already.
    fn is_nothing(&self) -> bool {
        let NumberChange { give, release, .. } = self.number;
        !self.changes_license() && give.is_none() && release.is_none()
    }

    /// Whether a license of the user comes or goes.
    pub fn changes_license(&self) -> bool {
        self.assign || !self.remove.is_empty()
    }

    /// The license types that the user holds once it is made.
    pub fn leaves(&self) -> Vec<ProductId> {
        let kept = self.held.iter().filter(|held| !self.remove.contains(held));
        let assigned = self.to.filter(|_| self.assign);
        kept.map(|held| held.product).chain(assigned).collect()
    }

    /// Whether the user ends without a license.
    pub fn takes_away(&self) -> bool {
        self.to.is_none() && !self.remove.is_empty()
    }
}

/// How many users whom these changes left without a license still have none.
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

/// The order of the table, so that the review reads like it. Users who are gone come first.
fn in_order_of_names(draft: &Draft, app_view: ApplicationView) -> Vec<(UserId, PendingChange)> {
    let users = &app_view.directory.users;
    let gone = draft
        .pending_changes()
        .filter(|(user, _)| users.row(*user).is_none());
    let pending = |row: &_| {
        let user = users.id(*row);
        let pending = draft.pending_change(user);
        (pending != PendingChange::default()).then_some((user, pending))
    };
    gone.chain(users.by_name().iter().filter_map(pending))
        .collect()
}

fn change(
    user: UserId,
    pending: PendingChange,
    draft: &Draft,
    app_view: ApplicationView,
) -> Result<Change, BlockReason> {
    let users = &app_view.directory.users;
    let row = users.row(user).ok_or(BlockReason::Gone)?;
    let to = draft
        .license_after(user, app_view)
        .and_then(|kind| app_view.catalog.get(kind));
    let held: Vec<&Held> = app_view.held(user).collect();
    let holds = |product: ProductId| {
        held.iter()
            .any(|held| app_view.catalog.find(product) == Some(held.kind))
    };

    let number = number_change(user, pending, app_view)?;
    if let (None, Some(given)) = (to, number.give) {
        return Err(BlockReason::NumberWithoutLicense(given));
    }
    let assign = to.filter(|kind| !holds(kind.id));
    if (assign.is_some() || number.give.is_some()) && users.status(row) != UserStatus::Active {
        return Err(BlockReason::Inactive);
    }
    if let Some(kind) = assign {
        match kind.offer {
            Offer::Offered => {}
            Offer::Retired => return Err(BlockReason::Type(kind.id, Unavailable::Retired)),
            Offer::SwitchedOff => return Err(BlockReason::Type(kind.id, Unavailable::SwitchedOff)),
        }
        if app_view.application.needs_number && number.after.is_none() {
            return Err(BlockReason::NoNumber);
        }
    }
    let held = typed(&held, app_view);
    let remove = if pending.license.is_some() {
        let keep = to.map(|kind| kind.id);
        let others = held.iter().filter(|held| Some(held.product) != keep);
        others.copied().collect()
    } else {
        Vec::new()
    };
    Ok(Change {
        user,
        held,
        to: to.map(|kind| kind.id),
        assign: assign.is_some(),
        remove,
        number,
        wave: 0,
    })
}

/// An application that needs no number leaves the user's number alone.
fn number_change(
    user: UserId,
    pending: PendingChange,
    app_view: ApplicationView,
) -> Result<NumberChange, BlockReason> {
    if !app_view.application.needs_number {
        return Ok(NumberChange::default());
    }
    let held = app_view.number_of(user);
    match pending.number {
        Some(PendingNumber::Give(number)) if held == Some(number) => Ok(NumberChange {
            after: held,
            ..NumberChange::default()
        }),
        None => Ok(NumberChange {
            after: held,
            ..NumberChange::default()
        }),
        Some(PendingNumber::Release) => Ok(NumberChange {
            release: held,
            ..NumberChange::default()
        }),
        Some(PendingNumber::Give(number)) => {
            let available = app_view
                .directory
                .numbers
                .get(number)
                .is_some_and(|record| record.is_available());
            if available {
                Ok(NumberChange {
                    after: Some(number),
                    give: Some(number),
                    release: held,
                })
            } else {
                Err(BlockReason::NumberTaken(number))
            }
        }
    }
}

fn typed(held: &[&Held], app_view: ApplicationView) -> Vec<HeldLicense> {
    held.iter()
        .filter_map(|held| {
            Some(HeldLicense {
                license: held.id,
                product: app_view.catalog.get(held.kind)?.id,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
