//! What the module imports from its script, under names that compress. wasm-bindgen ends each name with sixteen digits
//! of a hash, which weigh more than all the rest of the imports; here they become a count, of the same length, so that
//! nothing else in the module moves.

use std::collections::{BTreeMap, BTreeSet};

const BEGINNING: &[u8] = b"__wbg_";
const DIGITS: usize = 16;

/// The old names in a script, each with the one that takes its place.
pub struct Names(BTreeMap<Vec<u8>, Vec<u8>>);

impl Names {
    /// Finds the names that end with a hash. Names that are alike but for it are told apart by their count.
    pub fn in_script(script: &[u8]) -> Self {
        let found: BTreeSet<&[u8]> = words(script).map(|(_, word)| word).collect();
        let mut counts = BTreeMap::new();
        let renamed = found.into_iter().map(|old| {
            let stem = &old[..old.len() - DIGITS];
            let count = counts.entry(stem).or_insert(0_u64);
            let new = [stem, format!("{count:0DIGITS$}").as_bytes()].concat();
            *count += 1;
            (old.to_owned(), new)
        });
        Self(renamed.collect())
    }

    /// The same text, or module, with the new names.
    pub fn replace(&self, bytes: &[u8]) -> Vec<u8> {
        let mut replaced = bytes.to_owned();
        for (at, word) in words(bytes) {
            if let Some(new) = self.0.get(word) {
                replaced[at..at + new.len()].copy_from_slice(new);
            }
        }
        replaced
    }
}

/// The words that begin as imports do and end with a hash, each with its place.
fn words(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let begins = |at: &usize| bytes[*at..].starts_with(BEGINNING);
    (0..bytes.len()).filter(begins).filter_map(|at| {
        let rest = &bytes[at..];
        let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
        let end = rest.iter().position(is_other).unwrap_or(rest.len());
        let word = &rest[..end];
        let (stem, hash) = word.split_at(end.checked_sub(DIGITS)?);
        let is_hash = hash.iter().all(u8::is_ascii_hexdigit) && stem.ends_with(b"_");
        (is_hash && stem.len() > BEGINNING.len()).then_some((at, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "__wbg_new_cd4348290afae586: f, __wbg_new_277c27c26f94cbc2: g, __wbg_ptr";

    #[test]
    fn a_hash_becomes_a_count_of_the_same_length() {
        let names = Names::in_script(SCRIPT.as_bytes());
        assert_eq!(
            names.replace(SCRIPT.as_bytes()),
            b"__wbg_new_0000000000000001: f, __wbg_new_0000000000000000: g, __wbg_ptr"
        );
    }

    #[test]
    fn the_module_gets_the_names_of_the_script() {
        let names = Names::in_script(SCRIPT.as_bytes());
        let module = b"\x00\x1a__wbg_new_277c27c26f94cbc2\x00\x1a__wbg_other_277c27c26f94cbc2\x00";
        assert_eq!(
            names.replace(module),
            b"\x00\x1a__wbg_new_0000000000000000\x00\x1a__wbg_other_277c27c26f94cbc2\x00"
        );
    }
}
