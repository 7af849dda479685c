//! What a person reads: the string catalogue `locales/`, and numbers, plurals and dates as their language writes them.

mod errors;
mod intl;
mod reasons;

pub use errors::api_error;
pub use intl::{number, set_locale};
pub use reasons::{blocked, number_state, outcome, unavailable};

/// A text of the catalogue, with its blanks filled in.
macro_rules! say {
    ($($key_and_blanks:tt)*) => {
        ::rust_i18n::t!($($key_and_blanks)*).into_owned()
    };
}
pub(crate) use say;

/// A text that counts something: the plural form of the catalogue that the language wants for `n`.
pub fn count(key: &str, n: usize) -> String {
    let form = format!("{key}.{}", intl::plural_form(n));
    say!(&form, n = number(n))
}

#[cfg(test)]
mod tests;
