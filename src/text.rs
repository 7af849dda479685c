//! What a person reads: the string catalogue `locales/`, and numbers, plurals and dates as their language writes them.

use std::borrow::Cow;

mod errors;
mod intl;
mod reasons;
mod result;

pub use errors::api_error;
#[cfg(target_arch = "wasm32")]
pub use intl::Language;
pub use intl::{number, time_of_day};
pub use reasons::{blocked, number_state, outcome, unavailable};
pub use result::{HoldingText, ResultRow, result_table, tally, time_left};

/// The language of the catalogue.
const LANGUAGE: &str = "en";

/// A text of the catalogue, with its blanks filled in.
macro_rules! say {
    ($key:expr) => {
        $crate::text::lookup($key)
    };
    ($key:expr, $($blank:ident = $value:expr),+ $(,)?) => {
        $crate::text::fill($key, &[$((stringify!($blank), $value.to_string())),+])
    };
}
pub(crate) use say;

/// The text of a key. A function, since a lookup written out at each of its many places would weigh more than all texts.
///
/// A key that the catalogue lacks reads as itself; a test sees to it that there is none.
pub(crate) fn lookup(key: &str) -> String {
    let text = crate::_RUST_I18N_BACKEND.translate(LANGUAGE, key);
    text.map_or_else(|| key.to_owned(), Cow::into_owned)
}

/// The text of a key with its blanks filled in.
pub(crate) fn fill(key: &str, blanks: &[(&str, String)]) -> String {
    let (names, values): (Vec<&str>, Vec<String>) = blanks.iter().cloned().unzip();
    rust_i18n::replace_patterns(&lookup(key), &names, &values)
}

/// A text that counts something: the plural form of the catalogue that the language wants for `n`.
pub fn count(key: &str, n: usize) -> String {
    let form = format!("{key}.{}", intl::plural_form(n));
    say!(&form, n = number(n))
}

#[cfg(test)]
mod tests;
