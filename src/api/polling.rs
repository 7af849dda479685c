//! Polls writes that were accepted (202): where, when, and what the responses prove. Without I/O.
//! Source: `star2star-js-ms-sdk` 4.16.0, which polls at once, then once a second, and gives up after 9 seconds.

use std::time::Duration;

use super::ApiError;
use super::transport::Address;

/// The wait between two polls.
pub const INTERVAL: Duration = Duration::from_secs(1);
/// No poll is sent after this.
pub const LIMIT: Duration = Duration::from_secs(9);

/// The response to a poll.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The header `x-status`; `None`: absent, or not exposed by CORS.
    pub status: Option<String>,
}

/// What a poll showed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The write is still in progress.
    Ask,
    /// The write has succeeded.
    Done,
    /// The outcome of the write cannot be learned, and why.
    Unknown(ApiError),
}

/// The URL to poll: the `Location` of the response, if its origin is that of a configured service. Tokens are sent
/// nowhere else.
///
/// # Errors
/// [`ApiError::Unsettled`] when there is no such URL, so that the outcome stays unknown.
pub fn place_to_ask(
    location: Option<&str>,
    resolve: impl Fn(&str) -> Option<Address>,
    origins: &[String],
) -> Result<String, ApiError> {
    let unknown = |why| ApiError::Unsettled(Box::new(ApiError::unreadable(why)));
    let location = location.ok_or_else(|| unknown("Location is missing"))?;
    let address = resolve(location).ok_or_else(|| unknown("Location is no address"))?;
    if origins.contains(&address.origin) {
        Ok(address.href)
    } else {
        Err(unknown("Location is none of the configured services"))
    }
}

/// What a poll sent `elapsed` after the first one showed.
pub fn judge(answer: Result<Progress, ApiError>, is_deletion: bool, elapsed: Duration) -> Verdict {
    let status = match answer {
        Ok(progress) => progress.status,
        Err(ApiError::Refused { status: 404, .. }) if is_deletion => return Verdict::Done,
        Err(error) => return Verdict::Unknown(error),
    };
    match status.as_deref() {
        Some("complete") => Verdict::Done,
        Some("failure") => Verdict::Unknown(ApiError::unreadable("x-status is failure")),
        _ if elapsed + INTERVAL > LIMIT => Verdict::Unknown(ApiError::TimedOut),
        _ => Verdict::Ask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::error::Throttling;
    use crate::engine::Failure;

    const WRITE: &str = "https://api.example/identity/identities/7/aliases";

    fn resolve(location: &str) -> Option<Address> {
        let url = url::Url::parse(WRITE).unwrap().join(location).ok()?;
        Some(Address {
            origin: url.origin().ascii_serialization(),
            href: url.into(),
        })
    }

    fn place(location: Option<&str>) -> Result<String, ApiError> {
        let origins = ["https://api.example", "https://sms.example:8443"];
        place_to_ask(location, resolve, &origins.map(str::to_owned))
    }

    /// What a write comes to whose polls, one a second, are answered like this.
    fn outcome(
        answers: impl IntoIterator<Item = Result<&'static str, ApiError>>,
        is_deletion: bool,
    ) -> (usize, Verdict) {
        let mut polls = 0;
        for (seconds, answer) in (0..).zip(answers) {
            polls += 1;
            let progress = answer.map(|status| Progress {
                status: (!status.is_empty()).then(|| status.to_owned()),
            });
            let verdict = judge(progress, is_deletion, Duration::from_secs(seconds));
            if verdict != Verdict::Ask {
                return (polls, verdict);
            }
        }
        panic!("it never ends");
    }

    fn refused(status: u16) -> ApiError {
        ApiError::from_answer(status, "", None, Throttling::Refusal)
    }

    #[test]
    fn a_location_may_be_relative_or_at_any_configured_service() {
        for (location, asked) in [
            (
                "/identity/progress/1",
                "https://api.example/identity/progress/1",
            ),
            (
                "progress/1",
                "https://api.example/identity/identities/7/progress/1",
            ),
            ("https://api.example/p", "https://api.example/p"),
            ("https://API.example:443/p", "https://api.example/p"),
            ("https://sms.example:8443/p", "https://sms.example:8443/p"),
        ] {
            assert_eq!(place(Some(location)).as_deref(), Ok(asked), "{location}");
        }
    }

    #[test]
    fn no_token_goes_where_no_service_is_configured() {
        for location in [
            "https://evil.example/p",
            "//evil.example/p",
            "\\\\evil.example/p",
            "https:evil.example",
            "http://api.example/p",
            "https://api.example:8443/p",
            "https://api.example@evil.example/p",
            "https://api.example.evil.example/p",
            "data:text/plain,complete",
            "javascript:alert(1)",
            "https://",
        ] {
            // What the browser reads as a path of the same service goes there.
            if let Ok(asked) = place(Some(location)) {
                assert!(
                    asked.starts_with("https://api.example/"),
                    "{location}: {asked}"
                );
                continue;
            }
            let Err(error @ ApiError::Unsettled(_)) = place(Some(location)) else {
                panic!("{location} is asked");
            };
            assert!(matches!(
                error.into_failure(String::new()),
                Failure::Unknown { .. }
            ));
        }
        assert!(matches!(place(None), Err(ApiError::Unsettled(_))));
    }

    #[test]
    fn a_write_is_done_when_the_server_says_so() {
        assert_eq!(outcome([Ok("complete")], false), (1, Verdict::Done));
        let slow = [Ok("processing"), Ok("processing"), Ok("complete")];
        assert_eq!(outcome(slow, false), (3, Verdict::Done));
    }

    #[test]
    fn of_a_deletion_404_says_that_it_is_done() {
        let gone = || [Ok("processing"), Err(refused(404))];
        assert_eq!(outcome(gone(), true), (2, Verdict::Done));
        assert!(matches!(outcome(gone(), false), (2, Verdict::Unknown(_))));
    }

    #[test]
    fn whatever_goes_wrong_while_polling_says_nothing_of_the_write() {
        let errors = [400, 401, 403, 404, 409, 429, 500, 503].map(refused);
        let broken = [
            ApiError::Unreachable,
            ApiError::TimedOut,
            ApiError::SignedOut,
            ApiError::unreadable("?"),
        ];
        for error in errors.into_iter().chain(broken) {
            let verdict = outcome([Ok("processing"), Err(error.clone())], false);
            assert_eq!(verdict, (2, Verdict::Unknown(error)));
        }
        assert!(matches!(
            outcome([Ok("failure")], false),
            (1, Verdict::Unknown(_))
        ));
    }

    #[test]
    fn it_is_asked_at_once_then_every_second_and_given_up_after_nine() {
        for silent in ["processing", "", "COMPLETED?"] {
            let (polls, verdict) = outcome(std::iter::repeat_with(|| Ok(silent)), false);
            assert_eq!((polls, verdict), (10, Verdict::Unknown(ApiError::TimedOut)));
        }
    }
}
