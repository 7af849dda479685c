//! The account as last read: its users, their licenses, its numbers. Whole and local, in columns.

pub mod campaigns;
pub mod licenses;
pub mod numbers;
pub mod strings;
pub mod users;

pub use campaigns::{CampaignOf, Campaigns, NumberState};
pub use licenses::{Held, LicenseRecord, LicenseStatus, Licenses};
pub use numbers::{NumberRecord, Numbers};
pub use users::{Row, UserRecord, UserStatus, Users};

use super::ids::UserId;
use super::keyed::KeySet;
use super::number::Number;

/// Everything read of the account.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// The users.
    pub users: Users,
    /// Who holds which license.
    pub licenses: Licenses,
    /// The account's SMS numbers.
    pub numbers: Numbers,
}

impl Directory {
    /// The SMS number of a user: by the list of numbers, else as a license of theirs says.
    pub fn number_of(&self, user: UserId) -> Option<Number> {
        self.numbers
            .held_by(user)
            .or_else(|| self.licenses.of(user).iter().find_map(|held| held.number))
    }

    /// Where the API does not tell who holds a number, a license that names it does.
    pub fn infer_holders(&mut self, untold: &KeySet<Number>) {
        for (user, held) in self.licenses.holders() {
            let named = held.iter().filter_map(|license| license.number);
            for number in named.filter(|number| untold.contains(number)) {
                self.numbers.set_holder(number, Some(user));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{self, World, license, number};

    #[test]
    fn a_license_tells_who_holds_a_number_where_the_api_does_not() {
        let mut world = World::new(2);
        world.add_free_numbers(&[9_415_550_100, 9_415_550_101]);
        let mut records = [license(1, 0, sample::SMS), license(2, 1, sample::SMS)];
        records[0].number = Some(number(9_415_550_100));
        records[1].number = Some(number(9_415_550_101));
        let catalog = sample::catalog();
        world.directory.licenses.add(records, &catalog);
        let untold = KeySet::from_iter([number(9_415_550_100)]);
        world.directory.infer_holders(&untold);
        let holder = |n| world.directory.numbers.get(number(n)).unwrap().holder;
        assert_eq!(holder(9_415_550_100), Some(world.id(0)));
        // That nobody holds it is told: the license is out of date.
        assert_eq!(holder(9_415_550_101), None);
    }
}
