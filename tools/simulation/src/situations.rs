//! What happened in the worlds, by name, so that a world in which nothing happens proves nothing.

use std::collections::BTreeMap;

/// How often each situation occurred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situations(BTreeMap<&'static str, u64>);

impl Situations {
    /// Each of these must occur.
    pub const ALL: [&'static str; 64] = [
        "turned away before a write, unproven",
        "turned away before a write, proven",
        "turned away before a read",
        "lost before it was done",
        "lost after it was done",
        "no answer in time",
        "done late, acknowledged",
        "done late, lost",
        "done later than the consistency window",
        "delivered twice",
        "part of a bulk call acknowledged",
        "part of a bulk call refused",
        "done and refused",
        "acknowledged and not done",
        "bulk call with a bad user",
        "second license refused",
        "no permission any more",
        "token expired",
        "read that lags",
        "read that lags more than the window",
        "read from a cache",
        "turned away before a page",
        "page that lags",
        "page from a cache",
        "page that is shifted",
        "pages without a total",
        "pages with a wrong total",
        "pages that are all the first one",
        "user read by a scan",
        "first write after a scan",
        "scan begun again",
        "user read alone after a scan",
        "alias cleared",
        "user with several licenses",
        "change of the number alone",
        "one of several licenses kept",
        "changed by others before the run",
        "other license assigned by others",
        "same license assigned by others",
        "license removed by others",
        "user deleted by others",
        "clock set back",
        "machine asleep",
        "page left",
        "looked at on demand",
        "run paused",
        "run stopped",
        "run given up",
        "old license restored",
        "report unresolved at first",
        "report corrected later",
        "double cleaned up",
        "ended as changed",
        "ended as unchanged",
        "ended in a conflict before anything was sent",
        "ended as not begun",
        "ended with the number refused",
        "ended with the license refused",
        "not read at first",
        "ended with the old license",
        "ended without a license",
        "ended with the old number",
        "ended in a conflict",
        "ended as deleted",
    ];

    /// It occurred.
    pub fn occur(&mut self, name: &'static str) {
        debug_assert!(Self::ALL.contains(&name), "{name}");
        *self.0.entry(name).or_default() += 1;
    }

    /// Counts those of another world too.
    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// How often each occurred.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Self::ALL
            .into_iter()
            .map(|name| (name, self.0.get(name).copied().unwrap_or_default()))
    }

    /// Those that occurred less often than that.
    pub fn rarer_than(&self, least: u64) -> Vec<(&'static str, u64)> {
        self.counts().filter(|(_, count)| *count < least).collect()
    }
}
