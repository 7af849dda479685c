//! The handle of an ended run's rechecks.

use futures_channel::mpsc::UnboundedSender;

use crate::domain::date::Date;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;

/// The rechecks of an ended run.
pub(crate) struct RecheckTask {
    pub(super) began: Date,
    pub(super) asks: UnboundedSender<RecheckRequest>,
}

/// A request to the rechecks of a run.
pub(super) enum RecheckRequest {
    /// Recheck all users now.
    RecheckNow,
    /// Stop rechecking these users, since another run changes them.
    Exclude(KeySet<UserId>),
}
