//! What the pending change of one user comes to, whatever becomes of the others.

use super::{BlockReason, Change, HeldLicense, NumberChange};
use crate::domain::application_view::{ApplicationView, Unavailable};
use crate::domain::catalog::{LicenseType, Offer, TypeIndex};
use crate::domain::directory::{Held, UserStatus};
use crate::domain::draft::{PendingChange, PendingNumber};
use crate::domain::ids::UserId;

/// The effect of a pending change that is not blocked. It may still find no seat.
#[derive(Clone, Copy)]
pub(super) struct Effect<'a> {
    app_view: ApplicationView<'a>,
    user: UserId,
    /// The user's licenses of all applications.
    held: &'a [Held],
    /// The license type that the user will hold.
    to: Option<TypeIndex>,
    /// Whether to assign a license of that type.
    pub(super) assign: bool,
    /// Whether to remove all licenses of other types.
    remove: bool,
    number: NumberChange,
}

impl<'a> Effect<'a> {
    /// Compares the pending change of a user with the directory.
    pub(super) fn new(
        user: UserId,
        pending: PendingChange,
        app_view: ApplicationView<'a>,
    ) -> Result<Self, BlockReason> {
        let users = &app_view.directory.users;
        let row = users.row(user).ok_or(BlockReason::Gone)?;
        let held = app_view.directory.licenses_at(row);
        let mut kinds = app_view.of_application(held).map(|held| held.kind);
        let to = pending.license_after(kinds.clone().next(), app_view.catalog);
        let number = number_change(user, pending, app_view)?;
        if let (None, Some(given)) = (to, number.give) {
            return Err(BlockReason::NumberWithoutLicense(given));
        }
        let assigned = to.filter(|to| kinds.clone().all(|held| held != *to));
        let needs_active = assigned.is_some() || number.give.is_some();
        if needs_active && users.status(row) != UserStatus::Active {
            return Err(BlockReason::Inactive);
        }
        if let Some(kind) = assigned.and_then(|kind| app_view.catalog.get(kind)) {
            check_offer(kind)?;
            if app_view.application.needs_number && number.after.is_none() {
                return Err(BlockReason::NoNumber);
            }
        }
        Ok(Self {
            app_view,
            user,
            held,
            to,
            assign: assigned.is_some(),
            remove: pending.license.is_some() && kinds.any(|held| Some(held) != to),
            number,
        })
    }

    /// Whether there is nothing to change.
    pub(super) fn is_nothing(self) -> bool {
        let NumberChange { give, release, .. } = self.number;
        !self.assign && !self.remove && give.is_none() && release.is_none()
    }

    /// The license type that needs a seat.
    pub(super) fn assigned(self) -> Option<TypeIndex> {
        self.to.filter(|_| self.assign)
    }

    /// The license types of which a seat is freed.
    pub(super) fn freed(self) -> impl Iterator<Item = TypeIndex> + Clone + use<'a> {
        let held = if self.remove { self.held } else { &[] };
        let kinds = self.app_view.of_application(held).map(|held| held.kind);
        kinds.filter(move |kind| Some(*kind) != self.to)
    }

    /// As a change in the first wave.
    pub(super) fn change(self) -> Change {
        let product = |kind| self.app_view.catalog.get(kind).map(|kind| kind.id);
        let held = self.app_view.of_application(self.held);
        let held = held.filter_map(|held| {
            Some(HeldLicense {
                license: held.id,
                product: product(held.kind)?,
            })
        });
        let held: Vec<HeldLicense> = held.collect();
        let to = self.to.and_then(product);
        let is_removed = |held: &&HeldLicense| self.remove && Some(held.product) != to;
        let remove = held.iter().filter(is_removed).copied().collect();
        Change {
            user: self.user,
            held,
            to,
            assign: self.assign,
            remove,
            number: self.number,
            wave: 0,
        }
    }
}

fn check_offer(kind: &LicenseType) -> Result<(), BlockReason> {
    match kind.offer {
        Offer::Offered => Ok(()),
        Offer::Retired => Err(BlockReason::Type(kind.id, Unavailable::Retired)),
        Offer::SwitchedOff => Err(BlockReason::Type(kind.id, Unavailable::SwitchedOff)),
    }
}

/// Applications that need no number leave the user's number unchanged.
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
