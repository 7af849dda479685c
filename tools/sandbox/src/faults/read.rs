//! Reads a profile; whatever is wrong with one is said with the field's name and the line.

use super::profile::Profile;
use axum::http::Method;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use std::{fmt, path::Path, str::FromStr};

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileError {
    /// The line, from 1 on, unless it is about the whole file.
    pub line: Option<usize>,
    /// The field, such as `rule[0].probability`; empty when it is not TOML.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ProfileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(out, "line {line}: ")?;
        }
        if !self.field.is_empty() {
            write!(out, "{}: ", self.field)?;
        }
        out.write_str(&self.message)
    }
}

impl std::error::Error for ProfileError {}

impl FromStr for Profile {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, ProfileError> {
        let read = toml::Deserializer::parse(text).map_err(|error| said(text, "", &error))?;
        serde_path_to_error::deserialize(read)
            .map_err(|error| said(text, &error.path().to_string(), error.inner()))
    }
}

impl Profile {
    /// Reads a file.
    pub fn read(file: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(file).map_err(|error| ProfileError {
            line: None,
            field: String::new(),
            message: error.to_string(),
        })?;
        text.parse()
    }
}

fn said(text: &str, path: &str, error: &toml::de::Error) -> ProfileError {
    let before = error.span().and_then(|span| text.get(..span.start));
    ProfileError {
        line: before.map(|before| before.matches('\n').count() + 1),
        field: if path == "." {
            String::new()
        } else {
            path.to_owned()
        },
        message: error.message().to_owned(),
    }
}

pub fn method<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Method>, D::Error> {
    let name = String::deserialize(from)?;
    if !METHODS.contains(&name.as_str()) {
        let known = METHODS.join(", ");
        return Err(D::Error::custom(format!(
            "there is no method {name}; there are {known}"
        )));
    }
    Method::from_bytes(name.as_bytes())
        .map(Some)
        .map_err(D::Error::custom)
}

pub fn probability<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let given = f64::deserialize(from)?;
    if (0.0..=1.0).contains(&given) {
        Ok(Some(given))
    } else {
        Err(D::Error::custom(format!(
            "must be from 0 to 1, not {given}"
        )))
    }
}

pub fn status<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let given = i64::deserialize(from)?;
    u16::try_from(given)
        .ok()
        .filter(|status| (200..=599).contains(status))
        .ok_or_else(|| D::Error::custom(format!("must be from 200 to 599, not {given}")))
}

/// One path or several.
pub fn paths<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMore;

    impl<'de> Visitor<'de> for OneOrMore {
        type Value = Vec<String>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a path that begins with / or a list of such paths")
        }

        fn visit_str<E: Error>(self, path: &str) -> Result<Vec<String>, E> {
            Ok(vec![path.to_owned()])
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            mut list: A,
        ) -> Result<Vec<String>, A::Error> {
            let mut paths = Vec::new();
            while let Some(path) = list.next_element()? {
                paths.push(path);
            }
            Ok(paths)
        }
    }

    let paths = from.deserialize_any(OneOrMore)?;
    match paths.iter().find(|path| !path.starts_with('/')) {
        Some(path) => Err(D::Error::custom(format!("{path} does not begin with /"))),
        None if paths.is_empty() => Err(D::Error::custom("names no path")),
        None => Ok(paths),
    }
}

/// The name of a license type that exists.
pub fn license_type<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    let known = crate::seed::license_types();
    if known.contains(&name.as_str()) {
        return Ok(name);
    }
    let known = known.join(", ");
    Err(D::Error::custom(format!(
        "there is no license type {name}; there are {known}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        text.parse::<Profile>().unwrap_err().to_string()
    }

    #[test]
    fn the_field_and_the_line_are_said() {
        for (text, parts) in [
            ("seed = 1\nseeds = 2\n", &["line 2", "seeds"][..]),
            (
                "[[rule]]\n\nprobability = 1.5\nthen = \"expire_tokens\"",
                &["line 3", "rule[0].probability", "0 to 1"],
            ),
            (
                "[[rule]]\nthen.reset = \"before\"\n[[rule]]\nthen.reset = \"later\"",
                &["line 4", "rule[1].then", "later"],
            ),
            (
                "[[rule]]\nthen.answer = { status = 99 }",
                &["line 2", "rule[0].then.answer.status", "99"],
            ),
            (
                "[[rule]]\nthen.answer = { status = 429, retry_after = true }",
                &["line 2", "retry_after"],
            ),
            (
                "[[rule]]\npath = \"sms\"\nthen = \"expire_tokens\"",
                &["line 2", "rule[0].path", "begin with /"],
            ),
            (
                "[[rule]]\nmethod = \"FETCH\"\nthen = \"expire_tokens\"",
                &["line 2", "rule[0].method", "FETCH"],
            ),
            (
                "[[rule]]\nmethod = \"GET\"\n",
                &["line 1", "rule[0]", "then"],
            ),
            (
                "[[rule]]\ntimes = -1\nthen = \"expire_tokens\"",
                &["line 2", "rule[0].times"],
            ),
            (
                "[[rule]]\nthen.accepted = { poll = 3 }",
                &["line 2", "rule[0].then.accepted", "poll"],
            ),
            (
                "[[rule]]\nthen.other_admin = { change.add = \"Fax\" }",
                &["line 2", "other_admin", "add", "Fax", "Meet Pro"],
            ),
            ("seed = 1\n[[rule]\n", &["line 2"]),
        ] {
            let said = wrong(text);
            for part in parts {
                assert!(said.contains(part), "{part} is not in: {said}");
            }
        }
    }

    #[test]
    fn every_effect_can_be_written() {
        let text = include_str!("../../tests/every-effect.toml");
        let profile: Profile = text.parse().unwrap();
        assert_eq!(profile.rules.len(), text.matches("[[rule]]").count());
    }
}
