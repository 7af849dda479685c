//! Probes: verify by reading that a refused bulk call did nothing.

use super::user_task::Step;

/// A refused bulk call. A server may have done a part of it before the item it refused, so the first and the last user
/// are read; if neither shows an effect, nothing was done.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    pub(super) read: Vec<(usize, Step)>,
    pub(super) others: Vec<usize>,
}
