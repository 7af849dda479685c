//! Texts for API errors: what happened and what to do.

use super::say;
use crate::api::ApiError;

/// The text for an API error.
pub fn api_error(error: &ApiError) -> String {
    match error {
        ApiError::Unreachable => say!("error.unreachable"),
        ApiError::TimedOut => say!("error.timed_out"),
        ApiError::SignedOut => say!("error.signed_out"),
        ApiError::AnotherAdministrator => say!("error.another_administrator"),
        ApiError::Refused {
            status: 403,
            message,
        } if message.is_empty() => say!("error.forbidden"),
        ApiError::Throttled { .. }
        | ApiError::Broken {
            status: 429 | 503, ..
        } => say!("error.busy"),
        ApiError::Refused { status, message }
        | ApiError::Broken {
            status, message, ..
        } if message.is_empty() => {
            say!("error.status", status = status)
        }
        ApiError::Refused { message, .. } | ApiError::Broken { message, .. } => message.clone(),
        ApiError::Unsettled(why) => say!("error.unconfirmed", why = api_error(why)),
        ApiError::Unreadable(why) => say!("error.unreadable", why = why),
    }
}
