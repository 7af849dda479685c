//! Decodes and encodes JSON: API responses and requests, the configuration, the journal, and messages between tabs.
//! Errors name the field by its path, as in `applications[2].slug`.

mod assumed;
mod by_text;
mod object;
mod text_or;

pub use assumed::Assumed;
pub use by_text::ByText;
pub use object::Object;
pub use text_or::TextOr;

use serde::{Deserialize, Serialize};
use serde_json::de::StrRead;
use serde_json::error::Category;
use serde_path_to_error::Track;

/// A JSON text that does not decode.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct DecodeError {
    /// The path of the field; `.` is the whole text.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl DecodeError {
    /// An error at a path.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }

    /// The same error, seen from the value that contains this one at `path`.
    #[must_use]
    pub fn within(self, path: &str) -> Self {
        let field = match self.field.as_str() {
            WHOLE => path.to_owned(),
            field => format!("{path}.{field}"),
        };
        Self { field, ..self }
    }
}

/// The path of the whole text.
const WHOLE: &str = ".";

/// Decodes a JSON text.
///
/// # Errors
/// [`DecodeError`] names the first invalid field; for invalid JSON, also the line and the column.
pub fn decode<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, DecodeError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = Track::new();
    let value = T::deserialize(serde_path_to_error::Deserializer::new(
        &mut json, &mut track,
    ));
    match value {
        Ok(value) => end(json).map(|()| value),
        Err(error) => Err(explain(track, &error)),
    }
}

// Not generic, so that they are not compiled once for each type.

fn end(mut json: serde_json::Deserializer<StrRead>) -> Result<(), DecodeError> {
    json.end()
        .map_err(|error| DecodeError::new(WHOLE, error.to_string()))
}

/// Serde reports a missing field at its parent, and appends line and column even where the path is enough.
fn explain(track: Track, error: &serde_json::Error) -> DecodeError {
    let (field, text) = (track.path().to_string(), error.to_string());
    if error.classify() != Category::Data {
        return DecodeError::new(field, text);
    }
    let place = format!(" at line {} column {}", error.line(), error.column());
    let problem = text.strip_suffix(&place).unwrap_or(&text);
    let missing = problem.strip_prefix("missing field `");
    match missing.and_then(|name| name.strip_suffix('`')) {
        Some(name) if field == WHOLE => DecodeError::new(name, "is missing"),
        Some(name) => DecodeError::new(format!("{field}.{name}"), "is missing"),
        None => DecodeError::new(field, problem),
    }
}

/// Encodes a value as JSON. Types with derived `Serialize` and without maps cannot fail.
pub fn encode(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "list")]
        _list: Vec<Inner>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "text")]
        _text: String,
    }

    fn error(text: &str) -> String {
        decode::<Outer>(text).unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_the_field_by_its_path() {
        for (text, expected) in [
            (r#"{}"#, "list: is missing"),
            (r#"{"list":[{"text":"a"},{}]}"#, "list[1].text: is missing"),
            (
                r#"{"list":[{"text":7}]}"#,
                "list[0].text: invalid type: integer `7`, expected a string",
            ),
            (
                r#"{"list":[{"test":7}]}"#,
                "list[0].test: unknown field `test`, expected `text`",
            ),
            ("7", ".: invalid type: integer `7`, expected struct Outer"),
        ] {
            assert_eq!(error(text), expected);
        }
    }

    #[test]
    fn a_text_that_is_no_json_is_an_error_with_its_place() {
        for text in ["", "<html>", r#"{"list":["#, r#"{"list":[]} more"#] {
            assert!(error(text).contains("at line 1 column"), "{text}");
        }
    }

    #[test]
    fn what_is_nested_too_deeply_is_an_error() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            for n in [129, 100_000] {
                let text = format!("{}1{}", open.repeat(n), close.repeat(n));
                let error = decode::<serde_json::Value>(&text).unwrap_err();
                assert!(error.problem.contains("recursion limit"), "{error}");
            }
        }
        assert!(decode::<serde_json::Value>(&"[".repeat(1_000_000)).is_err());
    }
}
