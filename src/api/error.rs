//! What can go wrong with a call, and how the many shapes of an error answer become one.

use super::dto;
use crate::decode::DecodeError;
use crate::engine::Failure;

/// A call that did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApiError {
    /// No answer came: no network, no such host, or the connection broke.
    Unreachable,
    /// No answer came in time.
    TimedOut,
    /// There is no valid token, and none could be had.
    SignedOut,
    /// The portal's session is not that of the administrator who works with the page; nothing was sent.
    AnotherAdministrator,
    /// The server refused the request (4xx), which proves that it did nothing.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's message; may be empty.
        message: String,
    },
    /// The server turned the request away before it did anything (429).
    Throttled {
        /// The server's message; may be empty.
        message: String,
        /// After how many seconds it wants to be asked again.
        retry_after: Option<u32>,
    },
    /// The server failed (408, 5xx, or a 429 that proves nothing); whether it did something is not known.
    Broken {
        /// The HTTP status.
        status: u16,
        /// The server's message; may be empty.
        message: String,
        /// After how many seconds it wants to be asked again.
        retry_after: Option<u32>,
    },
    /// The server accepted a write (202), and what became of it was not learned: why.
    Unsettled(Box<ApiError>),
    /// The answer cannot be read.
    Unreadable(String),
}

/// What a 429 proves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Throttling {
    /// The server did nothing: a read, or a write where the configuration says so.
    Refusal,
    /// Nothing: a gateway may answer it after it has forwarded the request.
    Unknown,
}

/// The longest message that is shown, in characters.
pub const LONGEST_MESSAGE: usize = 300;

impl ApiError {
    /// The error that an answer with a status of 400 or more tells. `retry_after` is its header of that
    /// name, in seconds.
    pub fn from_answer(
        status: u16,
        body: &str,
        retry_after: Option<u32>,
        throttling: Throttling,
    ) -> Self {
        let message = shortened(&dto::message(body));
        match status {
            401 => Self::SignedOut,
            429 if throttling == Throttling::Refusal => Self::Throttled {
                message,
                retry_after,
            },
            408 | 429 | 500.. => Self::Broken {
                status,
                message,
                retry_after,
            },
            _ => Self::Refused { status, message },
        }
    }

    /// An answer that cannot be read, and why.
    pub fn unreadable(why: impl ToString) -> Self {
        Self::Unreadable(shortened(&why.to_string()))
    }

    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::TimedOut | Self::Throttled { .. } | Self::Broken { .. }
        )
    }

    /// After how many seconds the server wants to be asked again.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Throttled { retry_after, .. } | Self::Broken { retry_after, .. } => *retry_after,
            Self::Unsettled(why) => why.retry_after(),
            Self::Unreachable
            | Self::TimedOut
            | Self::SignedOut
            | Self::AnotherAdministrator
            | Self::Refused { .. }
            | Self::Unreadable(_) => None,
        }
    }

    /// What it means for a command of a run, with its text for reading.
    pub fn into_failure(self, text: String) -> Failure {
        let retry_after = self.retry_after();
        match self {
            Self::SignedOut | Self::AnotherAdministrator => Failure::SignedOut,
            Self::Throttled { .. } => Failure::Throttled {
                message: text,
                retry_after,
            },
            Self::Refused { status, message } if is_second_license(status, &message) => {
                Failure::SecondLicense(text)
            }
            Self::Refused { status: 403, .. } => Failure::Forbidden(text),
            Self::Refused { status: 404, .. } => Failure::NotFound(text),
            Self::Refused { .. } => Failure::Refused(text),
            Self::Unreachable
            | Self::TimedOut
            | Self::Broken { .. }
            | Self::Unsettled(_)
            | Self::Unreadable(_) => Failure::Unknown {
                message: text,
                retry_after,
            },
        }
    }
}

/// Whether the server refuses a second license of one application. How it says so is assumed.
fn is_second_license(status: u16, message: &str) -> bool {
    status == 409
        && message
            .to_ascii_lowercase()
            .contains("already has a license")
}

/// At most [`LONGEST_MESSAGE`] characters: a longer text ends with an ellipsis.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        None => text.to_owned(),
        Some(_) => text
            .chars()
            .take(LONGEST_MESSAGE - 1)
            .chain(['…'])
            .collect(),
    }
}

impl From<DecodeError> for ApiError {
    fn from(error: DecodeError) -> Self {
        Self::unreadable(error)
    }
}

#[cfg(test)]
mod tests;
