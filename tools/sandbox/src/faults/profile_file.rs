//! Reads a profile; whatever is wrong with one is said with the field's name and the line.

use super::profile::Profile;
use std::{fmt, path::Path, str::FromStr};

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
