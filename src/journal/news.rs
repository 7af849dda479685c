//! What a tab that carries a run out tells the others meanwhile.

use crate::domain::ids::ApplicationId;
use crate::engine::Tally;

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct News {
    /// Which application's licenses it changes.
    pub application: ApplicationId,
    /// Users who are settled.
    pub settled: usize,
    /// Users in all.
    pub users: usize,
}

impl News {
    /// How far this run is.
    pub fn of(application: ApplicationId, tally: Tally) -> Self {
        Self {
            application,
            settled: tally.settled(),
            users: tally.users,
        }
    }

    /// As it is told.
    pub fn text(self) -> String {
        let Self {
            application,
            settled,
            users,
        } = self;
        format!("{application} {settled} {users}")
    }

    /// As it was heard; `None`: another version of this page speaks otherwise.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        Some(Self {
            application: words.next()?.parse().ok()?,
            settled: words.next()?.parse().ok()?,
            users: words.next()?.parse().ok()?,
        })
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
        let news = News::of(ApplicationId::from_u128(5), tally);
        assert_eq!((news.settled, news.users), (4, 9));
        assert_eq!(News::read(&news.text()), Some(news));
        assert_eq!(News::read("something else"), None);
    }
}
