//! What a run asks for, and what it is told.

use crate::model::directory::LicenseRecord;
use crate::model::ids::{LicenseId, ProductId, UserId};
use crate::model::number::Number;

/// Names a command, so that its answer finds back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CommandId(u32);

impl CommandId {
    pub(super) fn new(id: u32) -> Self {
        Self(id)
    }
}

/// A call to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Give a number to a user.
    GiveNumber {
        /// Who gets it.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Bind a user's SMS alias to a number.
    BindAlias {
        /// Whose alias.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Take a number back from a user; it stays with the account.
    TakeNumber {
        /// Who has it.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Assign licenses.
    Assign(Vec<Assignment>),
    /// Remove licenses.
    Remove(Vec<LicenseId>),
    /// Read what a user holds.
    ReadLicenses(UserId),
}

/// One license to assign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// Who gets it.
    pub user: UserId,
    /// Its license type.
    pub product: ProductId,
    /// The SMS number for its metadata.
    pub number: Option<Number>,
}

/// What became of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The server acknowledged it. For bulk calls this proves nothing of any item.
    Done,
    /// The server's list of what a user holds.
    Licenses(Vec<LicenseRecord>),
    /// It did not succeed.
    Failed(Failure),
}

/// A command that did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The server refused it and did nothing; in its words.
    Refused(String),
    /// Whether the server did it is not known; what was seen instead of an answer.
    Unknown(String),
}

impl Failure {
    /// The server's words, or what was seen instead.
    pub fn into_message(self) -> String {
        match self {
            Self::Refused(message) | Self::Unknown(message) => message,
        }
    }
}
