//! A sort order that is kept while users are added.

use std::cmp::Ordering;

use super::row::Row;

/// Rows sorted by a key. Added rows are sorted and merged with about as many others, up to a limit; what is longer is
/// merged in as many parts as the caller likes. So adding n rows takes n log n steps, and nothing takes long.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    rows: Vec<Row>,
    /// Sorted runs.
    runs: Vec<Vec<Entry>>,
    /// The runs that are being merged into one.
    queue: Vec<Vec<Entry>>,
    merge: Option<Merge>,
    /// How many rows are in a run.
    sorted: usize,
}

/// Added rows are merged at once into runs up to this length.
const LONGEST_AT_ONCE: usize = 8_192;

/// A row and the first bytes of its key, which decide most comparisons.
type Entry = (u64, Row);

/// The key of a row.
type KeyOf<'a> = &'a dyn Fn(Row) -> (&'a str, &'a str);

impl Order {
    /// The rows, as of the last [`Order::begin`] that was followed to its end.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Sorts the rows that were added since, up to so many.
    pub(super) fn sort_added(&mut self, len: usize, key: KeyOf) {
        let added = (self.sorted..len).map(Row::new);
        let mut run: Vec<Entry> = added.map(|row| (prefix(key(row).0), row)).collect();
        self.sorted = len;
        run.sort_unstable_by(|one, other| compare(one, other, key));
        let is_alike = |longer: &Vec<Entry>, run: &[Entry]| {
            longer.len() <= 2 * run.len() && longer.len() + run.len() <= LONGEST_AT_ONCE
        };
        while let Some(longer) = self.runs.pop_if(|longer| is_alike(longer, &run)) {
            let mut merge = Merge::of(longer, run);
            merge.advance(usize::MAX, key);
            run = merge.merged;
        }
        self.runs.push(run);
    }

    /// Whether no runs are being merged.
    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.merge.is_none()
    }

    /// Begins to merge all runs.
    pub(super) fn begin(&mut self) {
        self.queue.append(&mut self.runs);
    }

    /// Merges for about so many steps. Returns whether the rows are available.
    pub(super) fn advance(&mut self, mut steps: usize, key: KeyOf) -> bool {
        loop {
            if let Some(mut merge) = self.merge.take() {
                steps = merge.advance(steps, key);
                if merge.is_over() {
                    self.queue.insert(0, merge.merged);
                } else {
                    self.merge = Some(merge);
                    return false;
                }
            }
            match (self.queue.pop(), self.queue.pop()) {
                (Some(one), Some(other)) => self.merge = Some(Merge::of(one, other)),
                (Some(all), None) => {
                    self.rows.clear();
                    self.rows.extend(all.iter().map(|(_, row)| *row));
                    self.runs.insert(0, all);
                    return true;
                }
                (None, _) => return true,
            }
        }
    }

    /// Frees what only speeds up adding rows.
    pub(super) fn shrink(&mut self) {
        *self = Self {
            rows: std::mem::take(&mut self.rows),
            ..Self::default()
        };
        self.rows.shrink_to_fit();
    }

    /// Bytes used, without the allocator's overhead.
    pub(super) fn bytes(&self) -> usize {
        let runs = self.runs.iter().chain(&self.queue);
        let entries = runs.map(Vec::capacity).sum::<usize>();
        self.rows.capacity() * size_of::<Row>() + entries * size_of::<Entry>()
    }
}

/// Two sorted runs on their way to become one.
#[derive(Clone, Debug)]
struct Merge {
    one: Vec<Entry>,
    other: Vec<Entry>,
    /// The next entry of each.
    next: (usize, usize),
    merged: Vec<Entry>,
}

impl Merge {
    fn of(one: Vec<Entry>, other: Vec<Entry>) -> Self {
        Self {
            merged: Vec::with_capacity(one.len() + other.len()),
            one,
            other,
            next: (0, 0),
        }
    }

    /// Merges up to so many entries. Returns how many more there could have been.
    fn advance(&mut self, steps: usize, key: KeyOf) -> usize {
        for left in (0..steps).rev() {
            let (one, other) = (self.one.get(self.next.0), self.other.get(self.next.1));
            let (next, entry) = match (one, other) {
                (Some(one), Some(other)) if compare(other, one, key).is_gt() => {
                    (&mut self.next.0, *one)
                }
                (Some(one), None) => (&mut self.next.0, *one),
                (_, Some(other)) => (&mut self.next.1, *other),
                (None, None) => return left + 1,
            };
            *next += 1;
            self.merged.push(entry);
        }
        0
    }

    fn is_over(&self) -> bool {
        self.merged.len() == self.one.len() + self.other.len()
    }
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
