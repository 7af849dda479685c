//! The protocol by which tabs agree on a lock where Web Locks are unavailable: a tab claims the lock, and holds it
//! unless another tab objects in time.

use serde::{Deserialize, Serialize};

use crate::decode::{decode, encode};

/// A message between tabs. Each carries the sender's random ID, since a tab also receives its own messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// The sender claims the lock.
    Claims(u64),
    /// The sender asks whether another tab holds the lock.
    Asks(u64),
    /// The sender holds the lock.
    Holds(u64),
}

impl Word {
    /// As JSON.
    pub fn encode(self) -> String {
        encode(&self)
    }

    /// From JSON; `None`: a message of another version of the page.
    pub fn decode(text: &str) -> Option<Self> {
        decode(text).ok()
    }
}

/// The state of a tab's claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// Only asks.
    Asking,
    /// Claims the lock, and waits for objections.
    Claiming,
    Holding,
    /// Another tab holds the lock or takes precedence.
    Refused,
}

/// One tab's side of the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    id: u64,
    standing: Standing,
}

impl Claim {
    /// A claim of the lock. `id` is random.
    pub fn new(id: u64) -> Self {
        let standing = Standing::Claiming;
        Self { id, standing }
    }

    /// A query whether another tab holds the lock. `id` is random.
    pub fn question(id: u64) -> Self {
        let standing = Standing::Asking;
        Self { id, standing }
    }

    /// The first message to send.
    pub fn opening(&self) -> Word {
        match self.standing {
            Standing::Asking => Word::Asks(self.id),
            _ => Word::Claims(self.id),
        }
    }

    /// Handles a message and returns the reply. Of concurrent claims, the lowest ID takes precedence.
    pub fn hear(&mut self, word: Word) -> Option<Word> {
        use Standing::{Asking, Claiming, Holding, Refused};
        match (word, self.standing) {
            (Word::Claims(id) | Word::Asks(id) | Word::Holds(id), _) if id == self.id => None,
            (Word::Claims(_) | Word::Asks(_), Holding) => Some(Word::Holds(self.id)),
            (Word::Claims(other), Claiming) if other > self.id => Some(self.opening()),
            (Word::Claims(_), Claiming) | (Word::Holds(_), Claiming | Asking) => {
                self.standing = Refused;
                None
            }
            _ => None,
        }
    }

    /// Called after the time for objections: a claim without any now holds the lock. Returns whether there was none.
    pub fn settle(&mut self) -> bool {
        if self.standing == Standing::Claiming {
            self.standing = Standing::Holding;
        }
        self.standing != Standing::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Delivers a message to all tabs, then the replies to it, and so on.
    fn say(word: Word, tabs: &mut [Claim]) {
        let mut said = vec![word];
        while let Some(word) = said.pop() {
            said.extend(tabs.iter_mut().filter_map(|tab| tab.hear(word)));
        }
    }

    #[test]
    fn of_all_who_claim_at_once_one_holds() {
        for ids in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2]] {
            let mut tabs = ids.map(Claim::new);
            for at in 0..tabs.len() {
                say(tabs[at].opening(), &mut tabs);
            }
            let holders = tabs
                .iter_mut()
                .filter_map(|tab| tab.settle().then_some(tab));
            assert_eq!(holders.map(|tab| tab.id).collect::<Vec<_>>(), [1]);
        }
    }

    #[test]
    fn who_comes_while_another_claims_does_not_hold_as_well() {
        for ids in [[1, 2], [2, 1]] {
            let [mut early, late] = ids.map(Claim::new);
            // Nobody hears the first one yet.
            let mut tabs = [early, late];
            say(late.opening(), &mut tabs);
            let holders = tabs
                .iter_mut()
                .filter_map(|tab| tab.settle().then_some(tab));
            assert_eq!(holders.count(), 1);
            assert!(early.settle());
        }
    }

    #[test]
    fn who_holds_refuses_and_says_so_to_whoever_asks() {
        let mut holder = Claim::new(9);
        assert!(holder.settle());
        for mut other in [Claim::new(1), Claim::question(1)] {
            let mut tabs = [holder, other];
            say(other.opening(), &mut tabs);
            assert!(tabs[0].settle() && !tabs[1].settle());
            assert!(other.settle(), "alone, it is not refused");
        }
    }

    #[test]
    fn a_question_takes_nothing_and_refuses_nobody() {
        let mut tabs = [Claim::question(1), Claim::new(2), Claim::question(3)];
        for at in 0..tabs.len() {
            say(tabs[at].opening(), &mut tabs);
        }
        assert!(tabs[1].settle());
        assert_eq!(tabs[0].hear(Word::Claims(4)), None);
    }

    #[test]
    fn what_is_said_is_heard() {
        for word in [Word::Claims(0), Word::Asks(u64::MAX), Word::Holds(7)] {
            assert_eq!(Word::decode(&word.encode()), Some(word));
        }
        for other in ["", "claims 7", r#"{"wants":7}"#, r#"{"holds":-1}"#] {
            assert_eq!(Word::decode(other), None, "{other}");
        }
    }
}
