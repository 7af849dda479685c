//! Texts in the language of the surrounding mount.

use super::intl::with_catalogue;
use crate::domain::number::Number;

/// The text of a key.
pub(crate) fn lookup(key: &str) -> String {
    with_catalogue(|catalogue| catalogue.text(key).to_owned())
}

/// The text of a key with its placeholders filled in.
pub fn fill(key: &str, blanks: &[(&str, String)]) -> String {
    with_catalogue(|catalogue| catalogue.fill(key, blanks))
}

/// A phone number, which reads from left to right in every language.
pub fn phone_number(number: Number) -> String {
    with_catalogue(|catalogue| catalogue.isolate(&number.to_string()))
}

/// The text before and after a placeholder, for a view that fills it with an element.
pub fn around_blank(key: &str, blank: &str) -> (String, String) {
    let text = lookup(key);
    let blank = format!("%{{{blank}}}");
    let (before, after) = text.split_once(&blank).unwrap_or((&text, ""));
    (before.to_owned(), after.to_owned())
}
