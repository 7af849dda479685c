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

    /// All strings, one after the other.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The index of the string at this byte of the text; fast if it is not far behind `from`, which it must not precede.
    pub fn index_at(&self, byte: usize, from: usize) -> usize {
        let is_before = |end: &u32| *end as usize <= byte;
        let (mut start, mut step) = (from, 1);
        while self.ends.get(start + step).is_some_and(is_before) {
            start += step;
            step *= 2;
        }
        let end = self.ends.len().min(start + step);
        start + self.ends[start..end].partition_point(is_before)
    }

    /// Where a string ends in the text.
    pub fn end(&self, index: usize) -> usize {
        let end = self.ends.get(index).map(|end| *end as usize);
        end.unwrap_or(self.text.len())
    }

    /// Frees memory that only adding strings needs.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
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
                let start = strings.end(index) - text.len();
                for byte in start..strings.end(index) {
                    for from in 0..=index {
                        prop_assert_eq!(strings.index_at(byte, from), index);
                    }
                }
            }
            prop_assert_eq!(strings.get(texts.len()), "");
            if let Some(last) = texts.len().checked_sub(1) {
                prop_assert_eq!(strings.span(0, last), texts.concat());
            }
        }
    }
}
