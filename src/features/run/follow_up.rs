//! A run that has ended, while its rechecks go on.

use futures_channel::mpsc::UnboundedSender;

use crate::domain::date::Date;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;

/// A run that has ended and is still looked after.
pub(crate) struct FollowUp {
    pub(super) began: Date,
    pub(super) asks: UnboundedSender<Ask>,
}

/// What is asked of a follow-up.
pub(super) enum Ask {
    /// To recheck everybody now.
    Look,
    /// To leave these users to another run.
    Leave(KeySet<UserId>),
}
