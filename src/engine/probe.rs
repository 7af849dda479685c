//! Probes: verify by reading that a bulk call which was refused, or whose answer was lost, did nothing.

use super::user_task::Step;

/// A bulk call that was refused, or whose effect no page shows. A server may have done a part of it, and pages may lag
/// behind, so the first and the last user are read alone; if neither shows an effect, nothing was done.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    pub(super) read: Vec<(usize, Step)>,
    pub(super) others: Vec<usize>,
}
