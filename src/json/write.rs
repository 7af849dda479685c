//! Writes JSON, which cannot come out malformed: a text can only be made of whole values.

use std::fmt::Write;

/// A value of JSON as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Json(String);

impl Json {
    /// A text.
    pub fn text(text: impl ToString) -> Self {
        let text = text.to_string();
        let mut json = String::with_capacity(text.len() + 2);
        json.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => json.extend(['\\', c]),
                c if c < ' ' => {
                    // A string takes whatever is written to it.
                    let _ = write!(json, "\\u{:04x}", u32::from(c));
                }
                c => json.push(c),
            }
        }
        json.push('"');
        Self(json)
    }

    /// A text, or `null`.
    pub fn text_or_null(text: Option<impl ToString>) -> Self {
        text.map_or_else(|| Self("null".into()), Self::text)
    }

    /// A number; `null` for one that JSON cannot write.
    pub fn number(number: f64) -> Self {
        Self(if number.is_finite() {
            number.to_string()
        } else {
            "null".into()
        })
    }

    /// A truth value.
    pub fn truth(truth: bool) -> Self {
        Self(if truth { "true" } else { "false" }.into())
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let items: Vec<String> = items.into_iter().map(|Self(item)| item).collect();
        Self(format!("[{}]", items.join(",")))
    }

    /// A list of texts.
    pub fn texts(texts: impl IntoIterator<Item = impl ToString>) -> Self {
        Self::list(texts.into_iter().map(Self::text))
    }

    /// An object.
    pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let field = |(name, Self(value))| format!("{}:{value}", Self::text(name).0);
        let fields: Vec<String> = fields.into_iter().map(field).collect();
        Self(format!("{{{}}}", fields.join(",")))
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::Json;

    #[test]
    fn every_kind_of_value_reads_as_it_was_written() {
        let written = Json::object([
            ("texts", Json::texts(["a", "b\"\\"])),
            ("none", Json::text_or_null(None::<&str>)),
            ("some", Json::text_or_null(Some(7))),
            ("whole", Json::number(41.0)),
            ("endless", Json::number(f64::INFINITY)),
            (
                "truths",
                Json::list([Json::truth(true), Json::truth(false)]),
            ),
            ("empty", Json::object([])),
        ]);
        let read: serde_json::Value = serde_json::from_str(&written.into_string()).unwrap();
        assert_eq!(
            read,
            json!({"texts": ["a", "b\"\\"], "none": null, "some": "7", "whole": 41, "endless": null, "truths": [true, false], "empty": {}})
        );
    }

    proptest! {
        #[test]
        fn any_text_reads_as_it_was_written(text in any::<String>()) {
            let read: String = serde_json::from_str(&Json::text(&text).into_string()).unwrap();
            prop_assert_eq!(read, text);
        }
    }
}
