//! Many short strings in one allocation.

/// An append-only list of strings in one arena.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Appends a string; stores an empty one if the arena would exceed four gigabytes.
    pub fn push(&mut self, text: &str) {
        let end = u32::try_from(self.text.len().saturating_add(text.len()));
        if end.is_ok() {
            self.text.push_str(text);
        }
        self.ends.push(
            end.or_else(|_| u32::try_from(self.text.len()))
                .unwrap_or(u32::MAX),
        );
    }

    /// The string at an index; empty if there is none.
    pub fn get(&self, index: usize) -> &str {
        self.span(index, index)
    }

    /// All strings from one index to another, as one; empty where there are none.
    pub fn span(&self, first: usize, last: usize) -> &str {
        let start = first
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end as usize);
        let end = self.ends.get(last).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Bytes used.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::Strings;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_goes_in_comes_out(texts in proptest::collection::vec(".{0,12}", 0..40)) {
            let mut strings = Strings::default();
            texts.iter().for_each(|text| strings.push(text));
            for (index, text) in texts.iter().enumerate() {
                prop_assert_eq!(strings.get(index), text);
            }
            prop_assert_eq!(strings.get(texts.len()), "");
            if let Some(last) = texts.len().checked_sub(1) {
                prop_assert_eq!(strings.span(0, last), texts.concat());
            }
        }
    }
}
