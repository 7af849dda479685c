//! API errors. The platform, its gateway and OAuth report errors in different shapes; all become [`ApiError`].

use super::dto::{self, shortened};
use crate::decode::DecodeError;
use crate::engine::Failure;

/// A failed request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApiError {
    /// No response: no network, unknown host, or a broken connection.
    Unreachable,
    /// The request timed out.
    TimedOut,
    /// No valid token could be obtained.
    SignedOut,
    /// Another administrator has signed in to the portal; nothing was sent.
    AnotherAdministrator,
    /// The server refused the request (4xx): nothing was done.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's message; may be empty.
        message: String,
    },
    /// The server rejected the request before processing it (429).
    Throttled {
        /// The server's message; may be empty.
        message: String,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// The server failed (408, 5xx, or a 429 that proves nothing); the outcome is unknown.
    Broken {
        /// The HTTP status.
        status: u16,
        /// The server's message; may be empty.
        message: String,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// The server accepted a write (202), but its outcome could not be learned, and why.
    Unsettled(Box<ApiError>),
    /// The response is invalid.
    Unreadable(String),
}

/// What a 429 proves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Throttling {
    /// Nothing was done: for reads, and for writes where the configuration says so.
    Refusal,
    /// Nothing: a gateway may send it after forwarding the request.
    Unknown,
}

impl ApiError {
    /// The error of a response with status 400 or above. `retry_after` is the `Retry-After` header, in seconds.
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

    /// An invalid response, and why.
    pub fn unreadable(why: impl ToString) -> Self {
        Self::Unreadable(shortened(&why.to_string()))
    }

    /// Whether a retry may succeed.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::TimedOut | Self::Throttled { .. } | Self::Broken { .. }
        )
    }

    /// `Retry-After`, in seconds.
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

    /// The failure of a run's command, with a text to show.
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

/// Whether the server refuses a second license of one application. The wording is assumed.
fn is_second_license(status: u16, message: &str) -> bool {
    status == 409
        && message
            .to_ascii_lowercase()
            .contains("already has a license")
}

impl From<DecodeError> for ApiError {
    fn from(error: DecodeError) -> Self {
        Self::unreadable(error)
    }
}

#[cfg(test)]
mod tests;
