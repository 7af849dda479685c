//! Capacity: what may be sent now.

use super::command::Kind;

/// The kinds of commands that may be sent now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Capacity {
    pub(super) reads: bool,
    /// How users are read.
    pub(super) reading: Reading,
    pub(super) writes: bool,
    /// Only writes in flight are verified.
    pub(super) is_paused: bool,
}

impl Capacity {
    pub(super) fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Read => self.reads,
            Kind::Write => self.writes && !self.is_paused,
            Kind::Journal => !self.is_paused,
        }
    }
}

/// How users are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// One by one.
    Alone,
    /// Many at once.
    ByScan,
    /// Many at once, but one by one before the first write.
    ByScanOnceWritten,
}
