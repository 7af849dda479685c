//! What the administrator wishes, before anything is written.

use super::application_view::Scope;
use super::catalog::TypeIndex;
use super::directory::UserStatus;
use super::ids::{ProductId, UserId};
use super::keyed::{KeyMap, KeySet};
use super::number::Number;

/// The wishes for one application: only what differs from the directory is kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    wishes: KeyMap<UserId, Wish>,
    /// Who is chosen by hand for the seats of a license type, should they not suffice.
    seats: KeyMap<ProductId, KeySet<UserId>>,
}

/// What is wished for one user; `None`: as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// The license type.
    pub license: Option<Target>,
    /// The SMS number.
    pub number: Option<NumberWish>,
}

/// The license that a user shall hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A license of this type and no other of the application.
    License(ProductId),
    /// None of the application.
    NoLicense,
}

/// What shall become of a user's SMS number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberWish {
    /// The user gets this number.
    Give(Number),
    /// The user's number goes back to the account.
    Release,
}

/// Where numbers come from in a bulk change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbers {
    /// Everyone keeps what they have or was chosen for them.
    AsChosen,
    /// Users without one get the next available number.
    Automatic,
}

/// More numbers were needed than are available.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shortage {
    /// Numbers needed.
    pub needed: usize,
    /// Numbers that were available.
    pub available: usize,
}

impl Wish {
    /// What of it is not so yet: while a run is under way, wishes come true one by one.
    pub fn open(self, user: UserId, scope: Scope) -> Self {
        let is_license_open = |target: &Target| !is_met(*target, user, scope);
        let is_number_open = |number: &NumberWish| !is_number_met(*number, user, scope);
        Self {
            license: self.license.filter(is_license_open),
            number: self.number.filter(is_number_open),
        }
    }

    /// The license type that the user will hold.
    pub fn license_after(self, user: UserId, scope: Scope) -> Option<TypeIndex> {
        match self.license {
            Some(Target::License(product)) => scope.catalog.find(product),
            Some(Target::NoLicense) => None,
            None => scope.license_of(user),
        }
    }

    /// The SMS number that the user will have.
    pub fn number_after(self, user: UserId, scope: Scope) -> Option<Number> {
        match self.number {
            Some(NumberWish::Give(number)) => Some(number),
            Some(NumberWish::Release) => None,
            None => scope.number_of(user),
        }
    }
}

impl Draft {
    /// What is wished for a user.
    pub fn wish(&self, user: UserId) -> Wish {
        self.wishes.get(&user).copied().unwrap_or_default()
    }

    /// All wishes.
    pub fn wishes(&self) -> impl Iterator<Item = (UserId, Wish)> {
        self.wishes.iter().map(|(user, wish)| (*user, *wish))
    }

    /// For how many users something is wished.
    pub fn len(&self) -> usize {
        self.wishes.len()
    }

    /// Whether nothing is wished.
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty()
    }

    /// Forgets what is wished for a user.
    pub fn forget(&mut self, user: UserId) {
        self.wishes.swap_remove(&user);
        self.seats
            .retain(|_, chosen| !chosen.swap_remove(&user) || !chosen.is_empty());
    }

    /// The draft with the wishes for these users alone.
    pub fn only(&self, users: &KeySet<UserId>) -> Self {
        let mut draft = self.clone();
        draft.wishes.retain(|user, _| users.contains(user));
        draft
    }

    /// Who is chosen by hand for the seats of a license type; `None`: who comes first gets one.
    pub fn chosen_seats(&self, product: ProductId) -> Option<&KeySet<UserId>> {
        self.seats.get(&product)
    }

    /// Chooses by hand who gets a seat of a license type, should they not suffice; `None`: who comes first.
    pub fn choose_seats(&mut self, product: ProductId, users: Option<KeySet<UserId>>) {
        match users {
            Some(users) => drop(self.seats.insert(product, users)),
            None => drop(self.seats.swap_remove(&product)),
        }
    }

    /// Wishes a license type for a user. What the user has already is no wish.
    pub fn choose_license(&mut self, user: UserId, target: Target, scope: Scope) {
        let wish = self.wishes.entry(user).or_default();
        wish.license = (!is_met(target, user, scope)).then_some(target);
        match (target, wish.number) {
            (Target::NoLicense, Some(NumberWish::Give(_))) => wish.number = None,
            (Target::License(_), Some(NumberWish::Release)) => wish.number = None,
            _ => {}
        }
        self.tidy(user);
    }

    /// Wishes that all licenses of a user stay.
    pub fn keep_licenses(&mut self, user: UserId) {
        if let Some(wish) = self.wishes.get_mut(&user) {
            wish.license = None;
            self.tidy(user);
        }
    }

    /// Wishes a number for a user, or its release, or (`None`) that it stays.
    pub fn choose_number(&mut self, user: UserId, number: Option<NumberWish>, scope: Scope) {
        let wish = self.wishes.entry(user).or_default();
        wish.number = number.filter(|chosen| !is_number_met(*chosen, user, scope));
        self.tidy(user);
    }

    /// Wishes a license type for many users. Says so when automatic numbers do not suffice; who gets none keeps the
    /// wish, and the plan lists them as blocked.
    pub fn choose_for_all(
        &mut self,
        users: impl IntoIterator<Item = UserId>,
        target: Target,
        numbers: Numbers,
        scope: Scope,
    ) -> Option<Shortage> {
        let mut wanting = Vec::new();
        for user in users {
            self.choose_license(user, target, scope);
            if self.lacks_number(user, scope) {
                wanting.push(user);
            }
        }
        let hand_out = numbers == Numbers::Automatic && target != Target::NoLicense;
        if hand_out {
            self.hand_out_numbers(&wanting, scope)
        } else {
            None
        }
    }

    /// Users who could be licensed if they had a number.
    fn lacks_number(&self, user: UserId, scope: Scope) -> bool {
        let users = &scope.directory.users;
        let active = users
            .row(user)
            .is_some_and(|row| users.status(row) == UserStatus::Active);
        scope.application.needs_number
            && active
            && self.wish(user).number_after(user, scope).is_none()
    }

    fn hand_out_numbers(&mut self, wanting: &[UserId], scope: Scope) -> Option<Shortage> {
        let available: Vec<Number> = self.unclaimed_numbers(scope).collect();
        for (user, number) in wanting.iter().zip(&available) {
            self.choose_number(*user, Some(NumberWish::Give(*number)), scope);
        }
        let shortage = Shortage {
            needed: wanting.len(),
            available: available.len(),
        };
        (shortage.needed > shortage.available).then_some(shortage)
    }

    /// Available numbers that this draft gives to nobody yet, in order.
    pub fn unclaimed_numbers<'a>(
        &self,
        scope: Scope<'a>,
    ) -> impl Iterator<Item = Number> + use<'a> {
        let claimed = self.claimed_numbers();
        scope
            .directory
            .numbers
            .available()
            .filter(move |number| !claimed.contains_key(number))
    }

    /// The numbers that this draft gives, and to whom.
    pub fn claimed_numbers(&self) -> KeyMap<Number, UserId> {
        let wishes = self.wishes.iter();
        wishes
            .filter_map(|(user, wish)| match wish.number {
                Some(NumberWish::Give(number)) => Some((number, *user)),
                _ => None,
            })
            .collect()
    }

    fn tidy(&mut self, user: UserId) {
        if self.wish(user) == Wish::default() {
            self.forget(user);
        }
    }
}

fn is_met(target: Target, user: UserId, scope: Scope) -> bool {
    let mut held = scope.held(user).map(|held| held.kind);
    match target {
        Target::NoLicense => held.next().is_none(),
        Target::License(product) => {
            held.next() == scope.catalog.find(product) && held.next().is_none()
        }
    }
}

fn is_number_met(wish: NumberWish, user: UserId, scope: Scope) -> bool {
    let held = scope.number_of(user);
    match wish {
        NumberWish::Give(number) => held == Some(number),
        NumberWish::Release => held.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{self, World, number};

    const SMS: Target = Target::License(fixtures::SMS);

    #[test]
    fn choosing_what_a_user_has_is_no_wish() {
        let mut world = World::new(1);
        world.license(0, fixtures::MEET);
        let scope = world.scope(&world.meet);
        let mut draft = Draft::default();
        draft.choose_license(world.id(0), Target::License(fixtures::MEET_PRO), scope);
        assert_eq!(draft.len(), 1);
        draft.choose_license(world.id(0), Target::License(fixtures::MEET), scope);
        assert!(draft.is_empty());
    }

    #[test]
    fn one_of_two_licenses_held_is_a_wish_to_lose_the_other() {
        let mut world = World::new(1);
        world.license(0, fixtures::MEET);
        world.license(0, fixtures::MEET_PRO);
        let mut draft = Draft::default();
        draft.choose_license(
            world.id(0),
            Target::License(fixtures::MEET),
            world.scope(&world.meet),
        );
        assert_eq!(draft.len(), 1);
    }

    #[test]
    fn two_licenses_can_be_kept_again() {
        let mut world = World::new(1);
        world.license(0, fixtures::MEET);
        world.license(0, fixtures::MEET_PRO);
        let mut draft = Draft::default();
        let scope = world.scope(&world.meet);
        draft.choose_license(world.id(0), Target::License(fixtures::MEET), scope);
        draft.keep_licenses(world.id(0));
        assert!(draft.is_empty());
    }

    #[test]
    fn automatic_numbers_are_handed_out_in_order_and_each_once() {
        let mut world = World::new(3);
        world.add_free_numbers(&[9_415_550_103, 9_415_550_101, 9_415_550_102]);
        let scope = world.scope(&world.sms);
        let mut draft = Draft::default();
        draft.choose_number(
            world.id(0),
            Some(NumberWish::Give(number(9_415_550_101))),
            scope,
        );
        let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, scope);
        assert_eq!(short, None);
        let given = [0, 1, 2].map(|user| {
            draft
                .wish(world.id(user))
                .number_after(world.id(user), scope)
                .unwrap()
        });
        assert_eq!(
            given,
            [9_415_550_101, 9_415_550_102, 9_415_550_103].map(number)
        );
    }

    #[test]
    fn too_few_numbers_are_said_with_the_exact_count() {
        let mut world = World::new(5);
        world.add_free_numbers(&[9_415_550_101, 9_415_550_102]);
        let mut draft = Draft::default();
        let scope = world.scope(&world.sms);
        let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, scope);
        assert_eq!(
            short,
            Some(Shortage {
                needed: 5,
                available: 2
            })
        );
        assert_eq!(draft.len(), 5);
    }

    #[test]
    fn inactive_users_get_no_automatic_number_but_keep_the_wish() {
        let mut world = World::new(2);
        world.add_free_numbers(&[9_415_550_101, 9_415_550_102]);
        world.deactivate(0);
        let scope = world.scope(&world.sms);
        let mut draft = Draft::default();
        draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, scope);
        assert_eq!(
            draft.wish(world.id(0)),
            Wish {
                license: Some(SMS),
                number: None
            }
        );
        assert_eq!(
            draft.wish(world.id(1)).number_after(world.id(1), scope),
            Some(number(9_415_550_101))
        );
    }

    #[test]
    fn without_a_license_no_number_is_given_and_with_one_none_is_released() {
        let mut world = World::new(1);
        world.add_free_numbers(&[9_415_550_101]);
        let scope = world.scope(&world.sms);
        let mut draft = Draft::default();
        draft.choose_number(
            world.id(0),
            Some(NumberWish::Give(number(9_415_550_101))),
            scope,
        );
        draft.choose_license(world.id(0), SMS, scope);
        draft.choose_license(world.id(0), Target::NoLicense, scope);
        assert!(draft.is_empty());

        world.give_number(0, 9_415_550_102);
        world.license(0, fixtures::SMS);
        let scope = world.scope(&world.sms);
        draft.choose_license(world.id(0), Target::NoLicense, scope);
        draft.choose_number(world.id(0), Some(NumberWish::Release), scope);
        draft.choose_license(world.id(0), Target::License(fixtures::SMS_ULTIMATE), scope);
        assert_eq!(
            draft.wish(world.id(0)).number_after(world.id(0), scope),
            Some(number(9_415_550_102))
        );
    }
}
