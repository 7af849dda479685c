//! Which pages of a list to ask for, and whether what came is the whole list. Without I/O.
//!
//! Nothing says that pages are stable while the account changes, that a page holds as many items as were asked for, or
//! that a total is told and right. So pages step by what they held, and overlap by one item, which shows whether the
//! list has shifted in between; a page that brings nothing new is the last; and what was read is held against the total.
//! A list that is inconsistent is read a second time, and reported if it still is.

use std::collections::{BTreeMap, HashMap};

use crate::decode::DecodeError;
use crate::domain::keyed::KeySet;

/// The most items that the API gives on one page.
pub const PAGE: usize = 100;
/// The most pages of a list that are asked for at once.
pub const AT_ONCE: usize = 6;
/// A list that does not agree with its total is read so often, all in all.
const PASSES: u8 = 3;

/// What tells an item apart from the others of its list.
pub type Key = u128;

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Ask for the page at this offset.
    Ask(usize),
    /// Wait for a page that was asked for.
    Wait,
    /// All is read that can be.
    End,
}

/// The items of a page, in their order; an error: one that does not decode.
pub type Keys = Vec<Result<Key, DecodeError>>;

/// The reading of one list.
#[derive(Default)]
pub struct Paging {
    pass: Pass,
    /// What the pass before has seen, if it saw no change.
    before: Option<KeySet<Key>>,
    passes: u8,
    known: KeySet<Key>,
    /// What the last pass that has ended could not decode.
    undecodable: BTreeMap<usize, DecodeError>,
    end: Option<Completeness>,
}

/// How whole the list is that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// It is the list. `gone`: what an earlier page held and the list holds no longer.
    Whole {
        /// Items to be dropped again.
        gone: KeySet<Key>,
    },
    /// So many items may be missing, at least: the list changed all the time, or holds fewer than its total.
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

    /// Takes the page that was asked for at an offset. Answers of each of its items that decodes whether it was not
    /// known before.
    pub fn take(&mut self, offset: usize, keys: Keys, total: Option<usize>) -> Vec<bool> {
        let decoded = keys.iter().flatten();
        let is_new = decoded.map(|key| self.known.insert(*key)).collect();
        self.pass.take(offset, keys, total);
        is_new
    }

    /// The page at an offset could not be read.
    pub fn fail(&mut self, offset: usize) {
        self.pass.fail(offset);
    }

    /// Different items read so far, with those that do not decode. These are told apart by their place alone, so those
    /// of the last pass count.
    pub fn read(&self) -> usize {
        let undecodable = self.pass.undecodable.len().max(self.undecodable.len());
        self.known.len() + undecodable
    }

    /// Why items do not decode, each with its place in the list.
    pub fn undecodable(&self) -> Vec<DecodeError> {
        let reasons = self.undecodable.iter();
        reasons
            .map(|(place, why)| why.clone().within(&format!("items[{place}]")))
            .collect()
    }

    /// How whole the list is, once reading has ended.
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
            // Twice the same, and never what the total says: the total is wrong, or the server hides the rest.
            Some(Completeness::Missing(missing))
        } else {
            None
        };
        self.before = pass.is_steady.then_some(pass.seen);
    }
}

/// One way through the list.
struct Pass {
    /// Of each page that was asked for, where what is wanted of it begins, and up to where it is to reach.
    asked: HashMap<usize, (usize, usize)>,
    has_begun: bool,
    /// Parts that pages have left out: where each begins, and where it ends.
    gaps: Vec<(usize, usize)>,
    /// Up to here everything is asked for.
    reach: usize,
    /// How much a page holds; 0 before the first.
    step: usize,
    /// From here on there is nothing.
    end: usize,
    total: Option<usize>,
    seen: KeySet<Key>,
    /// What does not decode, by its place: a page may overlap the one before.
    undecodable: BTreeMap<usize, DecodeError>,
    /// What stood where pages meet.
    seams: HashMap<usize, Option<Key>>,
    /// Whether nothing has shown that the list changes.
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
    /// The next page to ask for now, if there is one.
    fn next(&mut self) -> Option<usize> {
        let (start, until) = if !self.has_begun {
            self.has_begun = true;
            (0, 0)
        } else if self.step == 0 {
            return None;
        } else if let Some(gap) = self.gaps.pop() {
            gap
        } else {
            // Without a total each page tells whether there is another.
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

    /// How many items a page has in common with the one before.
    fn overlap(&self) -> usize {
        usize::from(self.step > 2)
    }

    /// From here on nothing is to be asked for.
    fn bound(&self) -> usize {
        self.end.min(self.total.unwrap_or(usize::MAX))
    }

    fn take(&mut self, offset: usize, keys: Keys, total: Option<usize>) {
        let (start, until) = self.asked.remove(&offset).unwrap_or_default();
        let is_first = self.step == 0;
        self.count(total, is_first);
        let len = keys.len();
        let is_new = self.see(offset, keys);
        let held = offset.saturating_add(len);
        // Two items may both be those that a page has in common with its neighbours.
        let repeats = !is_new && (len > 2 || self.total.is_none());
        if held <= start || repeats {
            self.end = self.end.min(held);
            self.gaps.retain(|(start, _)| *start < held);
        } else if is_first {
            self.step = len;
            self.reach = held;
        } else if held < until.min(self.bound()) {
            self.gaps.push((held, until));
        }
    }

    fn count(&mut self, total: Option<usize>, is_first: bool) {
        self.is_steady &= is_first || total == self.total;
        self.total = total.or(self.total);
    }

    /// Whether a page holds anything new. Of what does not decode, only a total says where it ends.
    fn see(&mut self, offset: usize, keys: Keys) -> bool {
        let mut is_new = false;
        let last = keys.len().saturating_sub(1);
        let mut ends = Vec::with_capacity(2);
        for (at, key) in keys.into_iter().enumerate() {
            if at == 0 || at == last {
                ends.push((offset + at, key.as_ref().ok().copied()));
            }
            match key {
                Ok(key) => is_new |= self.seen.insert(key),
                Err(why) => {
                    self.undecodable.insert(offset + at, why);
                    is_new |= self.total.is_some();
                }
            }
        }
        for (place, key) in ends.into_iter().filter(|_| is_new) {
            let seam = self.seams.entry(place).or_insert(key);
            self.is_steady &= *seam == key;
        }
        is_new
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
            // While the list changes, what does not decode may stand in two places.
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
