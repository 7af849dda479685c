//! The administrator who works with the page, once known.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_lock::Mutex;

use crate::domain::ids::UserId;

/// The administrator who uses the page, once known.
#[derive(Default)]
pub(super) struct Administrator {
    pub(super) known: Cell<Option<UserId>>,
    /// The last token verified to be theirs.
    pub(super) token: RefCell<Option<Rc<str>>>,
    /// Whether the last token was another user's.
    pub(super) is_another: Cell<bool>,
    /// Held while a token is being verified, so that concurrent calls share one request.
    pub(super) turn: Mutex<()>,
}

impl Administrator {
    pub(super) fn owns(&self, token: &str) -> bool {
        self.token.borrow().as_deref() == Some(token)
    }

    /// The first user seen is the administrator.
    pub(super) fn is(&self, user: UserId) -> bool {
        self.known.get().is_none_or(|known| known == user)
    }
}
