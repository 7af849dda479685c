//! Reads the fields of a profile: what they may be, and what to say when they are not.

use axum::http::Method;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use std::fmt;

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

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
