//! What is derived from the drafts, each part computed when it is read.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::domain::plan::{BlockReason, Plan};

/// The available choices and the plans.
#[derive(Clone, Copy)]
pub(crate) struct Plans {
    pub(super) types: Memo<Vec<TypeChoice>>,
    pub(super) numbers: Memo<Arc<Vec<NumberChoice>>>,
    /// The plan of the whole draft.
    pub(super) plan: Memo<Plan>,
    /// The plan of the users under review.
    pub(super) reviewed: Memo<Plan>,
    /// The block reason of each blocked user.
    pub(super) blocked: Memo<KeyMap<UserId, BlockReason>>,
    /// The number of users with changes, for each application.
    pub(super) pending: StoredValue<Vec<Memo<usize>>>,
}
