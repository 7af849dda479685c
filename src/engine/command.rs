//! The commands of a run, and the answers to them.

use crate::domain::directory::LicenseRecord;
use crate::domain::ids::{LicenseId, ProductId, UserId};
use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

/// Identifies a command and its answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CommandId(u32);

impl CommandId {
    pub(super) fn new(id: u32) -> Self {
        Self(id)
    }
}

/// A request to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Assign a number to a user.
    GiveNumber {
        /// The user.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Set a user's SMS alias to a number, unless it is set already.
    BindAlias {
        /// The user.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Release a user's number; it stays with the account.
    TakeNumber {
        /// The user.
        user: UserId,
        /// The number.
        number: Number,
    },
    /// Assign licenses.
    Assign(Vec<Assignment>),
    /// Remove licenses.
    Remove(Vec<LicenseId>),
    /// Read the licenses of a user.
    ReadLicenses(UserId),
    /// Read a page of the account's licenses.
    ReadPage {
        /// The offset of the page.
        offset: usize,
    },
    /// Read the numbers and the SMS alias of a user.
    ReadNumbers(UserId),
    /// Journal these users before anything is sent for them.
    Journal(Vec<JournalEntry>),
}

/// Kinds of commands, each with its own limit of requests in flight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Read,
    Write,
    Journal,
}

impl Command {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::ReadLicenses(_) | Self::ReadPage { .. } | Self::ReadNumbers(_) => Kind::Read,
            Self::Journal(_) => Kind::Journal,
            Self::GiveNumber { .. }
            | Self::BindAlias { .. }
            | Self::TakeNumber { .. }
            | Self::Assign(_)
            | Self::Remove(_) => Kind::Write,
        }
    }
}

/// One license to assign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// The user.
    pub user: UserId,
    /// The license type.
    pub product: ProductId,
    /// The SMS number for its metadata.
    pub number: Option<Number>,
}

/// A journal entry: the user is about to be changed, and what was observed so far. A later entry replaces an earlier
/// one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalEntry {
    /// The user.
    pub user: UserId,
    /// Licenses that appeared during the run, each with a welcome email. Some may have to be removed again.
    pub welcomed: Vec<LicenseId>,
    /// Those of `welcomed` that another administrator may have assigned.
    pub unsure: Vec<LicenseId>,
    /// Whether the user's previous licenses are about to be restored.
    pub restores: bool,
}

/// The journal entries by user.
pub type JournalEntries = KeyMap<UserId, JournalEntry>;

/// The answer to a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The server acknowledged it. For bulk calls, this says nothing about the items.
    Done,
    /// The licenses of a user.
    Licenses(Vec<LicenseRecord>),
    /// A page of the account's licenses.
    Page(LicensePage),
    /// The server's list of a user's numbers.
    Numbers {
        /// All numbers.
        numbers: Vec<Number>,
        /// The number of the SMS alias.
        alias: Option<Number>,
    },
    /// It failed.
    Failed(Failure),
}

/// A page of the account's licenses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicensePage {
    /// Its licenses, in order.
    pub licenses: Vec<LicenseRecord>,
    /// The total number of licenses, if the server returns one.
    pub total: Option<usize>,
}

/// A command that did not succeed. The texts are the server's message, or what was seen instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The server refused it (4xx): nothing was done.
    Refused(String),
    /// The administrator has no permission (403): further writes would be refused as well.
    Forbidden(String),
    /// The resource does not exist (404). For a write, this is a refusal.
    NotFound(String),
    /// The server refused a second license of one application.
    SecondLicense(String),
    /// The server rejected it before processing it. For a write, only where the configuration says that a 429 proves
    /// this.
    Throttled {
        /// The server's message.
        message: String,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// There is no valid token (401): nothing was done.
    SignedOut,
    /// The outcome is unknown: 408, 429, 5xx, no response, or any failure after a 202.
    Unknown {
        /// The server's message, or a description of the error.
        message: String,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
}

impl Failure {
    /// An unknown outcome without `Retry-After`.
    pub fn unknown(message: String) -> Self {
        Self::Unknown {
            message,
            retry_after: None,
        }
    }

    /// The server's message, or a description of the error.
    pub(super) fn into_message(self) -> String {
        match self {
            Self::Refused(message)
            | Self::Forbidden(message)
            | Self::NotFound(message)
            | Self::SecondLicense(message)
            | Self::Throttled { message, .. }
            | Self::Unknown { message, .. } => message,
            Self::SignedOut => String::new(),
        }
    }
}
