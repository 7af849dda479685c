//! Identifiers, secrets and phone numbers.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};

/// A UUID (version 4) made of these random bytes.
pub fn uuid_of(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let all = u128::from_be_bytes(bytes);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        all >> 96,
        all >> 80 & 0xffff,
        all >> 64 & 0xffff,
        all >> 48 & 0xffff,
        all & 0xffff_ffff_ffff
    )
}

/// A new random UUID.
pub fn uuid() -> String {
    uuid_of(random())
}

/// A new secret of 256 bits, fit for a header or a cookie.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> String {
    Sha256::digest(secret)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}

/// The ten digits of a number given as ten digits or E.164, if it is one.
pub fn ten_digits(number: &str) -> Option<String> {
    let digits = number
        .strip_prefix("+1")
        .or_else(|| {
            (number.len() == 11)
                .then(|| number.strip_prefix('1'))
                .flatten()
        })
        .unwrap_or(number);
    (digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.to_owned())
}

/// Whether a text has the shape of a UUID.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        // Without randomness there are no secrets: better no server than guessable tokens.
        std::process::abort();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_ten_digits_or_e164() {
        for number in ["9415550142", "+19415550142", "19415550142"] {
            assert_eq!(ten_digits(number).as_deref(), Some("9415550142"));
        }
        for number in [
            "",
            "941555014",
            "+449415550142",
            "941555014x",
            "+1+19415550",
        ] {
            assert_eq!(ten_digits(number), None, "{number}");
        }
    }

    #[test]
    fn uuids_have_the_shape_of_version_4() {
        let uuid = uuid();
        assert!(is_uuid(&uuid));
        assert_eq!(&uuid[14..15], "4");
        assert!(!is_uuid("nonsense"));
    }

    #[test]
    fn secrets_carry_256_bits_and_differ() {
        assert_eq!(secret().len(), 43);
        assert_ne!(secret(), secret());
    }
}
