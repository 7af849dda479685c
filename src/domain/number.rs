//! Phone numbers: ten digits of the North American Numbering Plan.

use std::fmt;
use std::str::FromStr;

/// A ten-digit phone number. Reads ten digits or E.164 (`+19415550142`), with any punctuation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Number(u64);

/// The text is not a phone number of the North American Numbering Plan.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is not a ten-digit phone number")]
pub struct NotANumber(String);

impl Number {
    /// The ten digits, as the API expects them.
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }

    /// The ten digits as an integer.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// Formatted for display: `(941) 555-0142`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "({}) {}-{}", &digits[..3], &digits[3..6], &digits[6..])
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let refused = || NotANumber(text.to_owned());
        if !text
            .chars()
            .all(|c| c.is_ascii_digit() || is_punctuation(c))
        {
            return Err(refused());
        }
        let digits = digits_of(text);
        let ten = match digits.len() {
            10 => &digits[..],
            11 if digits.starts_with('1') => &digits[1..],
            _ => return Err(refused()),
        };
        ten.parse().map(Number).map_err(|_| refused())
    }
}

/// The digits of a text.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a character is punctuation within phone numbers.
pub fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '+' | '-' | '.' | '(' | ')' | '/' | ' ' | '\u{a0}' | '\u{2010}'..='\u{2013}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_and_e164_with_any_punctuation_are_one_number() {
        let number: Number = "9415550142".parse().unwrap();
        for text in [
            "+19415550142",
            "(941) 555-0142",
            "1-941-555-0142",
            "941.555.0142",
        ] {
            assert_eq!(text.parse(), Ok(number), "{text}");
        }
        assert_eq!(number.to_string(), "(941) 555-0142");
        assert_eq!(number.digits(), "9415550142");
    }

    #[test]
    fn a_leading_zero_survives() {
        let number: Number = "0415550142".parse().unwrap();
        assert_eq!(number.digits(), "0415550142");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "555-0142",
            "29415550142",
            "94155501421",
            "941555014x",
            "+4915112345678",
        ] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
