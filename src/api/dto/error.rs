//! Error bodies.

use serde::Deserialize;

use crate::decode::{Assumed, Object, TextOr, decode};

/// An error of the platform (`message`, `details`; source: `star2star-js-ms-sdk` 4.16.0), of its gateway (`error`), or
/// of OAuth 2.0 (`error_description`).
#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    message: Assumed<Words>,
    #[serde(default)]
    error_description: Assumed<Words>,
    #[serde(default)]
    error: Assumed<Words>,
    #[serde(default)]
    details: Assumed<Vec<Assumed<Words>>>,
}

/// A text, or an object with one.
type Words = TextOr<Named>;

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    message: Assumed<String>,
    #[serde(default)]
    reason: Assumed<String>,
    #[serde(default)]
    error: Assumed<String>,
}

/// The message of an error body, in one line; empty for HTML, an empty body, or JSON without a message.
pub(in crate::api) fn message(body: &str) -> String {
    let body = body.trim();
    match decode::<Object<ErrorBody>>(body) {
        Ok(Object(error)) => {
            let main = [error.message, error.error_description, error.error];
            let main = main.into_iter().find_map(text);
            let details = error.details.value().unwrap_or_default();
            let all: Vec<String> = main
                .into_iter()
                .chain(details.into_iter().filter_map(text))
                .collect();
            all.join(" ")
        }
        _ if body.starts_with(['<', '{', '[']) => String::new(),
        _ => body.lines().next().unwrap_or_default().to_owned(),
    }
}

fn text(words: Assumed<Words>) -> Option<String> {
    let text = match words.value()? {
        TextOr::Text(text) => Some(text),
        TextOr::Object(named) => [named.message, named.reason, named.error]
            .into_iter()
            .find_map(Assumed::value),
    };
    text.filter(|text| !text.is_empty())
}

/// The longest message that is shown, in characters.
pub(in crate::api) const LONGEST_MESSAGE: usize = 300;

/// Truncates to [`LONGEST_MESSAGE`] characters, with an ellipsis.
pub(in crate::api) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        None => text.to_owned(),
        Some(_) => text
            .chars()
            .take(LONGEST_MESSAGE - 1)
            .chain(['…'])
            .collect(),
    }
}
