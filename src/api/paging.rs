//! Decides which pages of a list to request, and whether the list is complete. Without I/O.
//!
//! The API does not promise that pages are stable while the account changes, that a page is full, or that the total is
//! present and right. So the offset advances by the items received, and pages overlap by one item, which reveals that
//! the list has shifted. A page without new items is the last, and the items read are compared with the total. An
//! inconsistent list is read a second time, and reported if it still is.

use std::collections::{BTreeMap, HashMap};

use crate::decode::DecodeError;
use crate::domain::keyed::KeySet;

/// The API's maximum page size.
pub const PAGE: usize = 100;
/// The maximum number of concurrent page requests.
pub const AT_ONCE: usize = 6;
/// How often an inconsistent list is read in total.
const PASSES: u8 = 3;

/// Identifies an item within its list.
pub type Key = u128;

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Request the page at this offset.
    Ask(usize),
    /// Wait for a requested page.
    Wait,
    /// Nothing is left to read.
    End,
}

/// The keys of a page's items, in order; an error: an item that does not decode.
pub type Keys = Vec<Result<Key, DecodeError>>;

/// The state of reading one list.
#[derive(Default)]
pub struct Paging {
    pass: Pass,
    /// The keys of the previous pass, if the list did not change during it.
    before: Option<KeySet<Key>>,
    passes: u8,
    /// The keys of earlier passes.
    known: KeySet<Key>,
    /// The number of keys of all passes.
    read: usize,
    /// The undecodable items of the last complete pass.
    undecodable: BTreeMap<usize, DecodeError>,
    end: Option<Completeness>,
}

/// Whether the list was read completely.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// It was.
    Whole {
        /// Items of earlier pages that are no longer in the list.
        gone: KeySet<Key>,
    },
    /// At least this many items may be missing: the list kept changing, or has fewer items than its total.
    Missing(usize),
    /// A page could not be read.
    Broken,
}

impl Paging {
    /// What to do next.
    pub fn step(&mut self) -> Next {
        if self.end.is_some() {
            return Next::End;
        }
        if self.pass.asked.len() < AT_ONCE
            && let Some(offset) = self.pass.next()
        {
            return Next::Ask(offset);
        }
        if !self.pass.asked.is_empty() {
            return Next::Wait;
        }
        self.end_pass();
        self.step()
    }

    /// Takes the page at an offset. Returns, for each item that decodes, whether it is new.
    pub fn take(&mut self, offset: usize, keys: Keys, total: Option<usize>) -> Vec<bool> {
        let decoded: Vec<Key> = keys.iter().flatten().copied().collect();
        let mut is_new = self.pass.take(offset, keys, total);
        for (is_new, key) in is_new.iter_mut().zip(&decoded) {
            *is_new &= !self.known.contains(key);
            self.read += usize::from(*is_new);
        }
        is_new
    }

    /// The page at an offset could not be read.
    pub fn fail(&mut self, offset: usize) {
        self.pass.fail(offset);
    }

    /// Distinct items read so far, including undecodable ones. Those are identified by index alone, so only those of
    /// the latest pass count.
    pub fn read(&self) -> usize {
        let undecodable = self.pass.undecodable.len().max(self.undecodable.len());
        self.read + undecodable
    }

    /// Why items do not decode, each with its index in the list.
    pub fn undecodable(&self) -> Vec<DecodeError> {
        let reasons = self.undecodable.iter();
        reasons
            .map(|(place, why)| why.clone().within(&format!("items[{place}]")))
            .collect()
    }

    /// Whether the list is complete, once reading has ended.
    pub fn completeness(self) -> Completeness {
        self.end.unwrap_or(Completeness::Broken)
    }

    fn end_pass(&mut self) {
        let mut pass = std::mem::take(&mut self.pass);
        self.passes += 1;
        let missing = pass.missing();
        self.undecodable = std::mem::take(&mut pass.undecodable);
        self.end = if pass.is_broken {
            Some(Completeness::Broken)
        } else if missing == 0 {
            let known = std::mem::take(&mut self.known).into_iter();
            let gone = known.filter(|key| !pass.seen.contains(key)).collect();
            Some(Completeness::Whole { gone })
        } else if self.passes == PASSES || self.before.as_ref() == Some(&pass.seen) {
            // The same items twice, and not as many as the total: the total is wrong, or the server withholds items.
            Some(Completeness::Missing(missing))
        } else {
            self.known.extend(&pass.seen);
            None
        };
        self.before = pass.is_steady.then_some(pass.seen);
    }
}

/// One pass through the list.
struct Pass {
    /// For each requested page: the first index wanted from it, and the index it should reach.
    asked: HashMap<usize, (usize, usize)>,
    has_begun: bool,
    /// Ranges that pages left out: start and end.
    gaps: Vec<(usize, usize)>,
    /// Everything before this index has been requested.
    reach: usize,
    /// Items per page as observed; 0 before the first.
    step: usize,
    /// The end of the list, once known.
    end: usize,
    total: Option<usize>,
    seen: KeySet<Key>,
    /// Undecodable items by index, since pages overlap.
    undecodable: BTreeMap<usize, DecodeError>,
    /// The items at page boundaries.
    seams: HashMap<usize, Option<Key>>,
    /// Whether the list appears unchanged so far.
    is_steady: bool,
    is_broken: bool,
}

impl Default for Pass {
    fn default() -> Self {
        Self {
            asked: HashMap::new(),
            has_begun: false,
            gaps: Vec::new(),
            reach: 0,
            step: 0,
            end: usize::MAX,
            total: None,
            seen: KeySet::default(),
            undecodable: BTreeMap::new(),
            seams: HashMap::new(),
            is_steady: true,
            is_broken: false,
        }
    }
}

impl Pass {
    /// The next page to request now, if any.
    fn next(&mut self) -> Option<usize> {
        let (start, until) = if !self.has_begun {
            self.has_begun = true;
            (0, 0)
        } else if self.step == 0 {
            return None;
        } else if let Some(gap) = self.gaps.pop() {
            gap
        } else {
            // Without a total, each page says whether there is another.
            let knows = self.total.is_some() || self.asked.is_empty();
            let start = self.reach;
            (knows && start < self.bound()).then_some(())?;
            self.reach = start.saturating_add(self.step - self.overlap());
            (start, self.reach)
        };
        let offset = start.saturating_sub(self.overlap());
        self.asked.insert(offset, (start, until));
        Some(offset)
    }

    /// How many items a page shares with the previous one.
    fn overlap(&self) -> usize {
        usize::from(self.step > 2)
    }

    /// The index at which to stop requesting.
    fn bound(&self) -> usize {
        self.end.min(self.total.unwrap_or(usize::MAX))
    }

    /// Returns, for each item that decodes, whether it is new.
    fn take(&mut self, offset: usize, keys: Keys, total: Option<usize>) -> Vec<bool> {
        let (start, until) = self.asked.remove(&offset).unwrap_or_default();
        let is_first = self.step == 0;
        self.count(total, is_first);
        let len = keys.len();
        let (has_news, is_new) = self.see(offset, keys);
        let held = offset.saturating_add(len);
        // A page of up to two items may consist only of those it shares with its neighbors.
        let repeats = !has_news && (len > 2 || self.total.is_none());
        if held <= start || repeats {
            self.end = self.end.min(held);
            self.gaps.retain(|(start, _)| *start < held);
        } else if is_first {
            self.step = len;
            self.reach = held;
        } else if held < until.min(self.bound()) {
            self.gaps.push((held, until));
        }
        is_new
    }

    fn count(&mut self, total: Option<usize>, is_first: bool) {
        self.is_steady &= is_first || total == self.total;
        self.total = total.or(self.total);
    }

    /// Whether a page has anything new, and which items that decode are. Where items do not decode, only the total says
    /// where the list ends.
    fn see(&mut self, offset: usize, keys: Keys) -> (bool, Vec<bool>) {
        let mut has_news = false;
        let mut is_new = Vec::with_capacity(keys.len());
        let last = keys.len().saturating_sub(1);
        let mut ends = Vec::with_capacity(2);
        for (at, key) in keys.into_iter().enumerate() {
            if at == 0 || at == last {
                ends.push((offset + at, key.as_ref().ok().copied()));
            }
            match key {
                Ok(key) => is_new.push(self.seen.insert(key)),
                Err(why) => {
                    self.undecodable.insert(offset + at, why);
                    has_news |= self.total.is_some();
                }
            }
        }
        has_news |= is_new.contains(&true);
        for (place, key) in ends.into_iter().filter(|_| has_news) {
            let seam = self.seams.entry(place).or_insert(key);
            self.is_steady &= *seam == key;
        }
        (has_news, is_new)
    }

    fn fail(&mut self, offset: usize) {
        self.asked.remove(&offset);
        self.is_broken = true;
        if self.total.is_none() {
            self.end = 0;
        }
    }

    /// How many items may be missing; 0: none.
    fn missing(&self) -> usize {
        let read = self.seen.len();
        let agrees = match self.total {
            None => true,
            // While the list changes, an undecodable item may appear at two indices.
            Some(total) => read <= total && read + self.undecodable.len() >= total,
        };
        if agrees && self.is_steady {
            return 0;
        }
        let total = self.total.unwrap_or_default();
        total.saturating_sub(read + self.undecodable.len()).max(1)
    }
}

#[cfg(test)]
mod tests;
