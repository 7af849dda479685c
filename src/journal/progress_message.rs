//! What a tab that carries a run out tells the others meanwhile.

use serde::{Deserialize, Serialize};

use crate::decode::{ByText, Object, decode, encode};
use crate::domain::ids::ApplicationId;
use crate::engine::Tally;

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProgressMessage {
    /// Which application's licenses it changes.
    application: ByText<ApplicationId>,
    /// Users who are settled.
    pub settled: usize,
    /// Users in all.
    pub users: usize,
}

impl ProgressMessage {
    /// How far this run is.
    pub fn of(application: ApplicationId, tally: Tally) -> Self {
        Self {
            application: ByText(application),
            settled: tally.settled(),
            users: tally.users,
        }
    }

    /// Which application's licenses it changes.
    pub fn application(self) -> ApplicationId {
        self.application.0
    }

    /// As it is told.
    pub fn encode(self) -> String {
        encode(&self)
    }

    /// As it was heard; `None`: another version of this page speaks otherwise.
    pub fn decode(text: &str) -> Option<Self> {
        decode(text).ok().map(|Object(news)| news)
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
        let news = ProgressMessage::of(ApplicationId::from_u128(5), tally);
        assert_eq!((news.settled, news.users), (4, 9));
        assert_eq!(ProgressMessage::decode(&news.encode()), Some(news));
        assert_eq!(ProgressMessage::decode("something else"), None);
    }
}
