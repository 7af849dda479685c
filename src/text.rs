//! What a person reads: the string catalogue `locales/`, and numbers, plurals and dates as their language writes them.

mod catalogue;
mod errors;
mod intl;
mod reasons;
mod result;

pub(crate) use catalogue::{fill, lookup};
pub use errors::api_error;
#[cfg(target_arch = "wasm32")]
pub use intl::Language;
pub use intl::{number, time_of_day};
pub use reasons::{blocked, number_state, outcome, unavailable};
pub use result::{HoldingText, ResultRow, result_table, tally, time_left};

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

/// A text that counts something: the plural form of the catalogue that the language wants for `n`.
pub fn count(key: &str, n: usize) -> String {
    let form = format!("{key}.{}", intl::plural_form(n));
    say!(&form, n = number(n))
}

#[cfg(test)]
mod tests;
