//! Who is to have which license.

use super::{
    products::{self, Sizes},
    users::Person,
};
use crate::random::Random;

/// Which users have a license of each product: positions in the list of users.
pub struct Plan {
    /// Product and users.
    pub holders: Vec<(&'static str, Vec<usize>)>,
    /// Who has a license that needs a number, in the order in which numbers are given.
    pub with_number: Vec<usize>,
}

// Stories and tests tell of the first seven users: these four have StarMessenger, the three between
// them have not.
const ANA: usize = 0;
const ANJA: usize = 2;
const GIANCARLO: usize = 5;
const IOANA: usize = 6;

/// Whether stories and tests tell of a user.
pub fn is_known(user: usize) -> bool {
    (ANA..=IOANA).contains(&user)
}

impl Plan {
    /// Chooses who has what.
    pub fn of(people: &[Person], sizes: &Sizes, random: &mut Random) -> Self {
        let mut holders = Vec::new();
        for (main, other) in [
            (
                (products::MEET, sizes.meet),
                (products::MEET_PRO, sizes.meet_pro),
            ),
            (
                (products::CHAT, sizes.chat),
                (products::CHAT_ARCHIVE, sizes.chat_archive),
            ),
            (
                (products::CONNECTOR, sizes.connector),
                (products::CONNECTOR_OUTLOOK, sizes.connector_outlook),
            ),
        ] {
            let mut users: Vec<usize> = (0..people.len()).collect();
            random.shuffle(&mut users);
            let mut users = users.into_iter();
            for (product, size) in [other, main] {
                holders.push((product, users.by_ref().take(size.used).collect()));
            }
        }
        let mut rest: Vec<usize> = (0..people.len())
            .filter(|user| people[*user].is_active())
            .filter(|user| !is_known(*user))
            .collect();
        random.shuffle(&mut rest);
        let mut rest = rest.into_iter();
        let active = |user: &usize| people.get(*user).is_some_and(Person::is_active);
        let regular: Vec<usize> = [ANJA, ANA, GIANCARLO]
            .into_iter()
            .filter(active)
            .chain(rest.by_ref())
            .take(sizes.star_messenger.used)
            .collect();
        let ultimate: Vec<usize> = Some(IOANA)
            .into_iter()
            .filter(active)
            .chain(rest)
            .take(sizes.star_messenger_ultimate.used)
            .collect();
        let with_number = regular.iter().chain(&ultimate).copied().collect();
        holders.push((products::STAR_MESSENGER, regular));
        holders.push((products::STAR_MESSENGER_ULTIMATE, ultimate));
        Self {
            holders,
            with_number,
        }
    }
}
