//! The directory from the perspective of one application: each user's licenses, and its seats.

use super::catalog::{Application, Catalog, LicenseType, Offer, TypeIndex};
use super::directory::{Directory, Held, NumberState, Row};
use super::ids::UserId;
use super::number::Number;

/// The directory as seen from one application.
#[derive(Clone, Copy)]
pub struct ApplicationView<'a> {
    /// The directory.
    pub directory: &'a Directory,
    /// All license types.
    pub catalog: &'a Catalog,
    /// The application.
    pub application: &'a Application,
}

/// Seats of a license type: used and total.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seats {
    /// Used seats.
    pub used: u32,
    /// Purchased seats; `None`: unlimited, or the API does not say.
    pub total: Option<u32>,
}

impl Seats {
    /// Free seats; `None`: unlimited.
    pub fn free(self) -> Option<u32> {
        self.total.map(|total| total.saturating_sub(self.used))
    }

    /// Whether no seat is free.
    pub fn are_full(self) -> bool {
        self.free() == Some(0)
    }
}

/// Why a license type can't be assigned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unavailable {
    /// All seats are used.
    NoSeat,
    /// The platform no longer offers it.
    Retired,
    /// It is disabled for the account.
    SwitchedOff,
}

/// Whether a user's SMS number is registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberStanding {
    /// The user has no number.
    None,
    /// It belongs to an active campaign.
    Registered,
    /// It does not, so US mobile numbers are not reached.
    Unregistered,
    /// Unknown.
    Unconfirmed,
}

impl<'a> ApplicationView<'a> {
    /// The application's license types.
    pub fn types(self) -> impl Iterator<Item = (TypeIndex, &'a LicenseType)> {
        self.catalog.of(self.application.id)
    }

    /// The user's licenses of this application; more than one is a past mistake or a change in progress.
    pub fn held(self, user: UserId) -> impl Iterator<Item = &'a Held> + Clone {
        self.of_application(self.directory.licenses_of(user))
    }

    /// The licenses of this application of the user in a row.
    pub fn held_at(self, row: Row) -> impl Iterator<Item = &'a Held> + Clone {
        self.of_application(self.directory.licenses_at(row))
    }

    /// Of these licenses, those of this application.
    pub fn of_application(self, held: &'a [Held]) -> impl Iterator<Item = &'a Held> + Clone {
        let catalog = self.catalog;
        let application = self.application.id;
        held.iter().filter(move |held| {
            catalog
                .get(held.kind)
                .is_some_and(|kind| kind.application == application)
        })
    }

    /// The user's license type; the first if there are several.
    pub fn license_of(self, user: UserId) -> Option<TypeIndex> {
        self.held(user).map(|held| held.kind).next()
    }

    /// The license type of the user in a row; the first if there are several.
    pub fn license_at(self, row: Row) -> Option<TypeIndex> {
        self.held_at(row).map(|held| held.kind).next()
    }

    /// The SMS number of a user.
    pub fn number_of(self, user: UserId) -> Option<Number> {
        self.directory.number_of(user)
    }

    /// Whether the user's number is registered.
    pub fn number_standing(self, user: UserId) -> NumberStanding {
        match self.number_of(user) {
            None => NumberStanding::None,
            Some(number) => match self.directory.numbers.get(number) {
                None => NumberStanding::Unregistered,
                Some(record) => match record.state {
                    NumberState::Registered => NumberStanding::Registered,
                    NumberState::Unknown => NumberStanding::Unconfirmed,
                    NumberState::Pending
                    | NumberState::Rejected
                    | NumberState::Suspended
                    | NumberState::Expired
                    | NumberState::NoCampaign => NumberStanding::Unregistered,
                },
            },
        }
    }

    /// The number of users with a license of this application.
    pub fn licensed(self) -> usize {
        self.directory.licensed(self.application.id)
    }

    /// Seats of one license type.
    pub fn seats(self, kind: TypeIndex) -> Seats {
        Seats {
            used: self.directory.licenses.used(kind),
            total: self.catalog.get(kind).and_then(|kind| kind.seats),
        }
    }

    /// Seats of all license types together; the total is `None` if any type is unlimited.
    pub fn all_seats(self) -> Seats {
        self.types().fold(
            Seats {
                used: 0,
                total: Some(0),
            },
            |sum, (kind, _)| {
                let seats = self.seats(kind);
                Seats {
                    used: sum.used + seats.used,
                    total: sum.total.zip(seats.total).map(|(a, b)| a.saturating_add(b)),
                }
            },
        )
    }

    /// Why a license type can't be assigned, if so.
    pub fn unavailable(self, kind: TypeIndex) -> Option<Unavailable> {
        match self.catalog.get(kind)?.offer {
            Offer::Retired => Some(Unavailable::Retired),
            Offer::SwitchedOff => Some(Unavailable::SwitchedOff),
            Offer::Offered if self.seats(kind).are_full() => Some(Unavailable::NoSeat),
            Offer::Offered => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{self, World};

    #[test]
    fn a_type_without_a_free_seat_or_switched_off_is_unavailable() {
        let mut world = World::new(3);
        world.license(0, fixtures::MEET_FULL);
        let app_view = world.app_view(&world.meet);
        let why = |product| app_view.unavailable(world.kind(product));
        assert_eq!(why(fixtures::MEET), None);
        assert_eq!(why(fixtures::MEET_FULL), Some(Unavailable::NoSeat));
        assert_eq!(why(fixtures::MEET_OFF), Some(Unavailable::SwitchedOff));
    }

    #[test]
    fn licensed_users_are_counted_once_and_only_if_they_are_in_the_directory() {
        let mut world = World::new(3);
        world.license(0, fixtures::MEET);
        world.license(0, fixtures::MEET_PRO);
        world.license(1, fixtures::CHAT);
        world.license(99, fixtures::MEET);
        assert_eq!(world.app_view(&world.meet).licensed(), 1);
    }

    #[test]
    fn a_number_of_unknown_registration_is_neither_registered_nor_unregistered() {
        let mut world = World::new(3);
        world.give_number(0, 9_415_550_100);
        world.give_unregistered_number(1, 9_415_550_101);
        let holder = Some(world.id(2));
        world.put_number(9_415_550_102, holder, NumberState::Unknown);
        let app_view = world.app_view(&world.sms);
        let standings = [0, 1, 2].map(|user| app_view.number_standing(world.id(user)));
        let all = [
            NumberStanding::Registered,
            NumberStanding::Unregistered,
            NumberStanding::Unconfirmed,
        ];
        assert_eq!(standings, all);
    }

    #[test]
    fn an_unlimited_type_leaves_the_sum_of_seats_open() {
        let world = World::new(1);
        assert_eq!(world.app_view(&world.meet).all_seats().total, None);
        assert_eq!(world.app_view(&world.sms).all_seats().total, Some(12));
    }
}
