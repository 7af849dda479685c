//! Internationalization: the texts in `locales/`, and localized numbers, plurals, lists and dates.

mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
mod english;
mod errors;
mod intl;
#[cfg(target_arch = "wasm32")]
mod language;
mod licenses;
mod reasons;
mod result;
mod texts;

pub use errors::api_error;
pub use intl::{date_time, list, number, time_of_day};
#[cfg(target_arch = "wasm32")]
pub use language::Language;
pub use licenses::{license_names, move_text};
pub use reasons::{blocked, number_state, outcome, type_name, unavailable};
pub use result::{HoldingText, ResultRow, result_table, tally, time_left};
pub(crate) use texts::lookup;
pub use texts::{around_blank, fill, phone_number};

/// A text of the catalogue, with its placeholders filled in.
macro_rules! say {
    ($key:expr) => {
        $crate::i18n::lookup($key)
    };
    ($key:expr, $($blank:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::fill($key, &[$((stringify!($blank), $value.to_string())),+])
    };
}
pub(crate) use say;

/// A text that counts something, in the plural form that the catalogue's language has for `n`.
pub fn count(key: &str, n: usize) -> String {
    let form = format!("{key}.{}", intl::plural_form(n));
    say!(&form, n = number(n))
}

/// The parts that there are, as one line.
pub fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// Whether the input is this number, with or without group separators.
pub fn is_number(typed: &str, n: usize) -> bool {
    let is_separator = |c: char| c.is_whitespace() || ",.'’٬".contains(c);
    let bare = |text: &str| text.replace(is_separator, "");
    let typed = bare(typed);
    typed == n.to_string() || typed == bare(&number(n))
}

#[cfg(test)]
mod tests;
