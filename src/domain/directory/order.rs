//! A sort order that is kept while users are added.

use std::cmp::Ordering;

use super::row::Row;

/// Rows sorted by a key. Added rows are sorted and merged with about as many others, so that adding n rows in batches
/// takes n log n steps, and no batch takes long.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    rows: Vec<Row>,
    /// Sorted runs, each longer than the next.
    runs: Vec<Vec<Entry>>,
}

/// A row and the first bytes of its key, which decide most comparisons.
type Entry = (u64, Row);

/// The key of a row.
type KeyOf<'a> = &'a dyn Fn(Row) -> (&'a str, &'a str);

impl Order {
    /// The rows, as of the last [`Order::complete`].
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Sorts the rows that were added since, up to so many.
    pub(super) fn sort_added(&mut self, len: usize, key: KeyOf) {
        let sorted = self.runs.iter().map(Vec::len).sum();
        let added = (sorted..len).map(Row::new);
        let mut run: Vec<Entry> = added.map(|row| (prefix(key(row).0), row)).collect();
        run.sort_unstable_by(|one, other| compare(one, other, key));
        while let Some(longer) = self.runs.pop_if(|longer| longer.len() <= 2 * run.len()) {
            run = merge(&longer, &run, key);
        }
        self.runs.push(run);
    }

    /// Makes all rows available, up to so many.
    pub(super) fn complete(&mut self, len: usize, key: KeyOf) {
        self.sort_added(len, key);
        let runs = std::mem::take(&mut self.runs).into_iter().rev();
        let all = runs.reduce(|shorter, longer| merge(&longer, &shorter, key));
        let all = all.unwrap_or_default();
        self.rows.clear();
        self.rows.extend(all.iter().map(|(_, row)| *row));
        self.runs = vec![all];
    }

    /// Frees what only speeds up adding rows.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.runs = Vec::new();
    }

    /// Bytes used, without the allocator's overhead.
    pub(super) fn bytes(&self) -> usize {
        let entries = self.runs.iter().map(Vec::capacity).sum::<usize>();
        self.rows.capacity() * size_of::<Row>() + entries * size_of::<Entry>()
    }
}

fn merge(one: &[Entry], other: &[Entry], key: KeyOf) -> Vec<Entry> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let mut others = other.iter().peekable();
    for entry in one {
        while let Some(other) = others.next_if(|other| compare(other, entry, key).is_lt()) {
            merged.push(*other);
        }
        merged.push(*entry);
    }
    merged.extend(others);
    merged
}

/// Rows with equal keys are in the order in which they were added.
fn compare(one: &Entry, other: &Entry, key: KeyOf) -> Ordering {
    let by_key = || key(one.1).cmp(&key(other.1)).then(one.1.cmp(&other.1));
    one.0.cmp(&other.0).then_with(by_key)
}

/// The first eight bytes, as a number that sorts like them.
fn prefix(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let len = text.len().min(bytes.len());
    bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
    u64::from_be_bytes(bytes)
}
