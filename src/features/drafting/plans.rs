//! What follows from the drafts, each part computed once it is looked at.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::domain::plan::{BlockReason, Plan};

/// What there is to choose from, and what applying would do.
#[derive(Clone, Copy)]
pub(crate) struct Plans {
    pub(super) types: Memo<Vec<TypeChoice>>,
    pub(super) numbers: Memo<Arc<Vec<NumberChoice>>>,
    /// All that is drafted.
    pub(super) plan: Memo<Plan>,
    /// What is reviewed.
    pub(super) reviewed: Memo<Plan>,
    /// The block reason of each user who has one.
    pub(super) blocked: Memo<KeyMap<UserId, BlockReason>>,
    /// How many users change, of each application.
    pub(super) pending: StoredValue<Vec<Memo<usize>>>,
}
