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
}
