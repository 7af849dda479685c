//! Progress of a run, broadcast to other tabs.

use serde::{Deserialize, Serialize};

use crate::decode::{ByText, Object, decode, encode};
use crate::domain::ids::ApplicationId;
use crate::engine::Tally;

/// The progress of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProgressMessage {
    /// The application whose licenses it changes.
    application: ByText<ApplicationId>,
    /// Settled users.
    pub settled: usize,
    /// All users of the run.
    pub users: usize,
}

impl ProgressMessage {
    /// The progress of a run with this tally.
    pub fn of(application: ApplicationId, tally: Tally) -> Self {
        Self {
            application: ByText(application),
            settled: tally.settled(),
            users: tally.users,
        }
    }

    /// The application whose licenses it changes.
    pub fn application(self) -> ApplicationId {
        self.application.0
    }

    /// As JSON.
    pub fn encode(self) -> String {
        encode(&self)
    }

    /// From JSON; `None`: a message of another version of the page.
    pub fn decode(text: &str) -> Option<Self> {
        decode(text).ok().map(|Object(message)| message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_heard() {
        let tally = Tally {
            users: 9,
            changed: 3,
            failed: 1,
            ..Tally::default()
        };
        let message = ProgressMessage::of(ApplicationId::from_u128(5), tally);
        assert_eq!((message.settled, message.users), (4, 9));
        assert_eq!(ProgressMessage::decode(&message.encode()), Some(message));
        assert_eq!(ProgressMessage::decode("something else"), None);
    }
}
