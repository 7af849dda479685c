//! What a run asks for, and what it is told.

use crate::domain::directory::LicenseRecord;
use crate::domain::ids::{LicenseId, ProductId, UserId};
use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

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
    /// Bind a user's SMS alias to a number, unless it is bound already.
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
    /// Read a page of the account's licenses.
    ReadPage {
        /// How many licenses come before it.
        offset: usize,
    },
    /// Read which numbers a user has, and which one the alias is bound to.
    ReadNumbers(UserId),
    /// Write down, before anything is sent for them, what a later page must know of these users.
    Journal(Vec<JournalEntry>),
}

/// Kinds of commands, each with its own limit of how many are under way.
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
    /// Who gets it.
    pub user: UserId,
    /// Its license type.
    pub product: ProductId,
    /// The SMS number for its metadata.
    pub number: Option<Number>,
}

/// That a user is about to be changed, and what was seen of it so far. A later note of the same user says all again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalEntry {
    /// Who is about to be changed.
    pub user: UserId,
    /// Licenses that came to be here, each with a welcome e-mail. Some may have to go again.
    pub welcomed: Vec<LicenseId>,
    /// Those of them that another administrator may have given.
    pub unsure: Vec<LicenseId>,
    /// Whether what the user had before is about to be given again.
    pub restores: bool,
}

/// What was written down of each user.
pub type JournalEntries = KeyMap<UserId, JournalEntry>;

/// What became of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The server acknowledged it. For bulk calls this proves nothing of any item.
    Done,
    /// The server's list of what a user holds.
    Licenses(Vec<LicenseRecord>),
    /// A page of the account's licenses.
    Page(LicensePage),
    /// The server's list of a user's numbers.
    Numbers {
        /// All of them.
        numbers: Vec<Number>,
        /// The one that the alias is bound to.
        alias: Option<Number>,
    },
    /// It did not succeed.
    Failed(Failure),
}

/// A page of the account's licenses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicensePage {
    /// Its licenses, in their order.
    pub licenses: Vec<LicenseRecord>,
    /// How many the account has, if the server says so.
    pub total: Option<usize>,
}

/// A command that did not succeed. The texts are the server's message, or what was seen instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The server refused it (a 4xx with an error of its own), which proves that it did nothing.
    Refused(String),
    /// The administrator has no permission (403): what follows would be refused as well.
    Forbidden(String),
    /// What was to be read does not exist (404). Of a write it is a refusal.
    NotFound(String),
    /// The server refused a second license of one application.
    SecondLicense(String),
    /// The server turned it away before it did anything. Of a write only where the configuration says that 429 is proof.
    Throttled {
        /// What it said.
        message: String,
        /// After how many seconds it wants to be asked again.
        retry_after: Option<u32>,
    },
    /// There is no valid token (401), so the server did nothing.
    SignedOut,
    /// Whether the server did it is not known: 408, 429, 5xx, no answer, or anything that went wrong after a 202.
    Unknown {
        /// What it said, or what was seen instead.
        message: String,
        /// After how many seconds it wants to be asked again.
        retry_after: Option<u32>,
    },
}

impl Failure {
    /// Nothing is known, and the server named no time.
    pub fn unknown(message: String) -> Self {
        Self::Unknown {
            message,
            retry_after: None,
        }
    }

    /// The server's message, or what was seen instead.
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
