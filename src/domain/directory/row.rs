//! Rows of the directory.

/// The index of a user in the columns. Valid until the directory is refreshed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Row(u32);

impl Row {
    /// The row with this index.
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index of the row.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of rows, one bit each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RowSet(Vec<u64>);

impl RowSet {
    /// Adds a row.
    pub fn insert(&mut self, row: Row) {
        let (word, bit) = place(row);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    /// Adds the rows of another set.
    pub fn extend(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits |= others;
        }
    }

    /// Whether the row is in the set.
    pub fn contains(&self, row: Row) -> bool {
        let (word, bit) = place(row);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

fn place(row: Row) -> (usize, u64) {
    let index = row.index();
    (index / 64, 1 << (index % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn rows() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0_usize..300, 0..40)
    }

    fn set_of(rows: &BTreeSet<usize>) -> RowSet {
        let mut set = RowSet::default();
        rows.iter().for_each(|row| set.insert(Row::new(*row)));
        set
    }

    proptest! {
        #[test]
        fn a_set_contains_what_was_added(rows in rows(), others in rows()) {
            let mut set = set_of(&rows);
            set.extend(&set_of(&others));
            let contained: BTreeSet<usize> = (0..400).filter(|row| set.contains(Row::new(*row))).collect();
            prop_assert_eq!(contained, rows.union(&others).copied().collect());
        }
    }
}
