//! Reads JSON objects field by field. An error names the field by its path, as in `applications[2].slug`.
//!
//! Derived decoders would say less about what is wrong, and weigh more than all they decode.

use std::fmt::Display;
use std::str::FromStr;

mod value;
mod write;

pub use value::{Fields, Value};
pub use write::Json;

/// A field that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct WrongField {
    /// The field; `.` is the whole.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

/// An object with the path that leads to it.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    path: &'a str,
    fields: &'a Fields,
}

impl<'a> Object<'a> {
    /// The object behind a path; the path of the whole is empty.
    ///
    /// # Errors
    /// When the value is no object.
    pub fn new(path: &'a str, value: &'a Value) -> Result<Self, WrongField> {
        match value {
            Value::Object(fields) => Ok(Self { path, fields }),
            _ => Err(wrong(path, "must be an object")),
        }
    }

    /// A field's value; `null` counts as absent.
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| **value != Value::Null)
    }

    /// Whether a field is there, even if it is `null`.
    pub fn has(self, name: &str) -> bool {
        self.fields.get(name).is_some()
    }

    /// A text.
    ///
    /// # Errors
    /// When it is there and no text.
    pub fn text(self, name: &str) -> Result<Option<&'a str>, WrongField> {
        self.get(name)
            .map(|value| {
                value
                    .as_text()
                    .ok_or_else(|| self.wrong(name, "must be a text"))
            })
            .transpose()
    }

    /// A truth value.
    ///
    /// # Errors
    /// When it is there and neither `true` nor `false`.
    pub fn truth(self, name: &str) -> Result<Option<bool>, WrongField> {
        self.get(name)
            .map(|value| match value {
                Value::Truth(truth) => Ok(*truth),
                _ => Err(self.wrong(name, "must be true or false")),
            })
            .transpose()
    }

    /// A text that has a form of its own.
    ///
    /// # Errors
    /// When it is there and not of that form.
    pub fn parsed<T: FromStr<Err: Display>>(self, name: &str) -> Result<Option<T>, WrongField> {
        self.text(name)?
            .map(|text| {
                text.parse()
                    .map_err(|error: T::Err| self.wrong(name, &error.to_string()))
            })
            .transpose()
    }

    /// The items of a list, each with its path; none when it is absent.
    ///
    /// # Errors
    /// When it is there and no list.
    pub fn list(self, name: &str) -> Result<Vec<(String, &'a Value)>, WrongField> {
        let Some(value) = self.get(name) else {
            return Ok(Vec::new());
        };
        let items = value
            .as_list()
            .ok_or_else(|| self.wrong(name, "must be a list"))?;
        let path = self.path_of(name);
        Ok(items
            .iter()
            .enumerate()
            .map(|(index, item)| (format!("{path}[{index}]"), item))
            .collect())
    }

    /// What must be there.
    ///
    /// # Errors
    /// When it is not.
    pub fn required<T>(self, name: &str, value: Option<T>) -> Result<T, WrongField> {
        value.ok_or_else(|| self.wrong(name, "is missing"))
    }

    /// Refuses fields that are not among these, since a misspelt one would be ignored.
    ///
    /// # Errors
    /// Names the first other field.
    pub fn only(self, names: &[&str]) -> Result<(), WrongField> {
        match self.fields.names().find(|name| !names.contains(name)) {
            Some(name) => Err(self.wrong(name, "is not known")),
            None => Ok(()),
        }
    }

    /// The path of a field.
    pub fn path_of(self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    /// The error of a field.
    pub fn wrong(self, name: &str, problem: &str) -> WrongField {
        wrong(&self.path_of(name), problem)
    }
}

/// The error of what is behind a path.
pub fn wrong(path: &str, problem: &str) -> WrongField {
    let field = if path.is_empty() { "." } else { path };
    WrongField {
        field: field.to_owned(),
        problem: problem.to_owned(),
    }
}
