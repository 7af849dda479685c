//! The administrator who works with the page, as far as that is known.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_lock::Mutex;

use crate::domain::ids::UserId;

/// Who works with the page, as far as that is known.
#[derive(Default)]
pub(super) struct Administrator {
    pub(super) known: Cell<Option<UserId>>,
    /// The last token that was shown to be theirs.
    pub(super) token: RefCell<Option<Rc<str>>>,
    /// Whether the last token was shown to be somebody else's.
    pub(super) is_another: Cell<bool>,
    /// One asks for all.
    pub(super) turn: Mutex<()>,
}

impl Administrator {
    pub(super) fn owns(&self, token: &str) -> bool {
        self.token.borrow().as_deref() == Some(token)
    }

    /// The first one is remembered.
    pub(super) fn is(&self, user: UserId) -> bool {
        self.known.get().is_none_or(|known| known == user)
    }
}
