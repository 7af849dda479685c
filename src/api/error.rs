//! What can go wrong with a call, and how the many shapes of an error answer become one.

use crate::json::Value;
use crate::run::Failure;

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
    /// The server refused the request (4xx).
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's words; may be empty.
        message: String,
    },
    /// The server is busy (429, 503) and did nothing.
    Busy {
        /// After how many seconds it wants to be asked again.
        retry_after: Option<u32>,
    },
    /// The server failed (5xx); whether it did something is not known.
    Broken {
        /// The HTTP status.
        status: u16,
        /// The server's words; may be empty.
        message: String,
    },
    /// The answer cannot be read.
    Unreadable(String),
}

/// The longest plain-text body that is shown as a message, in characters.
const LONGEST_TEXT: usize = 200;

impl ApiError {
    /// The error that an answer with a status of 400 or more tells. `retry_after` is its header of that
    /// name, in seconds.
    pub fn from_answer(status: u16, body: &str, retry_after: Option<u32>) -> Self {
        match status {
            401 => Self::SignedOut,
            429 | 503 => Self::Busy { retry_after },
            500.. => Self::Broken {
                status,
                message: message(body),
            },
            _ => Self::Refused {
                status,
                message: message(body),
            },
        }
    }

    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::TimedOut | Self::Busy { .. } | Self::Broken { .. }
        )
    }

    /// What it means for a command of a run, with its text for reading.
    pub fn into_failure(self, text: String) -> Failure {
        match self {
            Self::SignedOut | Self::AnotherAdministrator => Failure::SignedOut,
            Self::Busy { retry_after } => Failure::Throttled {
                message: text,
                retry_after,
            },
            Self::Refused { status, message } if is_second_license(status, &message) => {
                Failure::SecondLicense(text)
            }
            Self::Refused { .. } => Failure::Refused(text),
            Self::Unreachable | Self::TimedOut | Self::Broken { .. } | Self::Unreadable(_) => {
                Failure::unknown(text)
            }
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

/// What a body says: the platform's shape (`message`, `details`; source: `star2star-js-ms-sdk` 4.16.0), else plain
/// text; nothing for HTML or an empty body.
fn message(body: &str) -> String {
    let body = body.trim();
    if let Ok(Value::Object(fields)) = Value::parse(body) {
        let details = fields
            .get("details")
            .and_then(Value::as_list)
            .into_iter()
            .flatten();
        let parts: Vec<&str> = fields
            .get("message")
            .into_iter()
            .chain(details)
            .filter_map(words)
            .collect();
        return parts.join(" ");
    }
    if body.starts_with(['<', '{', '[']) {
        return String::new();
    }
    body.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(LONGEST_TEXT)
        .collect()
}

/// A detail is a text, or an object with one.
fn words(detail: &Value) -> Option<&str> {
    let named = || {
        ["message", "reason", "error"]
            .into_iter()
            .find_map(|name| detail.get(name)?.as_text())
    };
    detail
        .as_text()
        .or_else(named)
        .filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> String {
        match ApiError::from_answer(409, body, None) {
            ApiError::Refused {
                status: 409,
                message,
            } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_platforms_shape_gives_message_and_details() {
        let body = r#"{"code":409,"message":"No seat left.","trace_id":"x","details":["a",{"message":"b"},{"z":1}]}"#;
        assert_eq!(refused(body), "No seat left. a b");
    }

    #[test]
    fn other_shapes_give_what_can_be_read() {
        assert_eq!(refused(r#"{"message":"Only this"}"#), "Only this");
        assert_eq!(refused("number is taken\nsecond line"), "number is taken");
        for body in [
            "",
            "  ",
            "<html><h1>Bad Gateway</h1></html>",
            "{\"code\":",
            "[]",
        ] {
            assert_eq!(refused(body), "", "{body}");
        }
    }

    #[test]
    fn the_status_tells_what_kind_of_error_it_is() {
        assert_eq!(ApiError::from_answer(401, "", None), ApiError::SignedOut);
        assert_eq!(
            ApiError::from_answer(429, "", Some(7)),
            ApiError::Busy {
                retry_after: Some(7)
            }
        );
        assert_eq!(
            ApiError::from_answer(503, "", None),
            ApiError::Busy { retry_after: None }
        );
        assert!(matches!(
            ApiError::from_answer(502, "", None),
            ApiError::Broken { status: 502, .. }
        ));
    }

    #[test]
    fn only_a_refusal_says_that_nothing_was_done() {
        let refused = ApiError::Refused {
            status: 409,
            message: String::new(),
        };
        assert!(matches!(
            refused.into_failure("no".into()),
            Failure::Refused(_)
        ));
        for unknown in [
            ApiError::Unreachable,
            ApiError::TimedOut,
            ApiError::Unreadable(String::new()),
        ] {
            assert!(matches!(
                unknown.into_failure("?".into()),
                Failure::Unknown { .. }
            ));
        }
    }
}
