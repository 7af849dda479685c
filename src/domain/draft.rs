//! What the administrator wishes, before anything is written.

use super::application_view::ApplicationView;
use super::catalog::TypeIndex;
use super::directory::UserStatus;
use super::ids::{ProductId, UserId};
use super::keyed::{KeyMap, KeySet};
use super::number::Number;

/// The wishes for one application: only what differs from the directory is kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    pending: KeyMap<UserId, PendingChange>,
    /// Who is chosen by hand for the seats of a license type, should they not suffice.
    seats: KeyMap<ProductId, KeySet<UserId>>,
}

/// What is wished for one user; `None`: as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PendingChange {
    /// The license type.
    pub license: Option<Target>,
    /// The SMS number.
    pub number: Option<PendingNumber>,
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
pub enum PendingNumber {
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

impl Draft {
    /// What is wished for a user.
    pub fn pending_change(&self, user: UserId) -> PendingChange {
        self.pending.get(&user).copied().unwrap_or_default()
    }

    /// What is wished for a user and is not so yet: while a run is under way, wishes come true one by one.
    pub fn open_change(&self, user: UserId, app_view: ApplicationView) -> PendingChange {
        let PendingChange { license, number } = self.pending_change(user);
        PendingChange {
            license: license.filter(|target| !is_met(*target, user, app_view)),
            number: number.filter(|pending| !is_number_met(*pending, user, app_view)),
        }
    }

    /// All wishes.
    pub fn pending_changes(&self) -> impl Iterator<Item = (UserId, PendingChange)> {
        self.pending.iter().map(|(user, pending)| (*user, *pending))
    }

    /// For how many users something is wished.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether nothing is wished.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Forgets what is wished for a user.
    pub fn forget(&mut self, user: UserId) {
        self.pending.swap_remove(&user);
        self.seats
            .retain(|_, chosen| !chosen.swap_remove(&user) || !chosen.is_empty());
    }

    /// The draft with the wishes for these users alone.
    pub fn only(&self, users: &KeySet<UserId>) -> Self {
        let mut draft = self.clone();
        draft.pending.retain(|user, _| users.contains(user));
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

    /// The license type that a user will hold.
    pub fn license_after(&self, user: UserId, app_view: ApplicationView) -> Option<TypeIndex> {
        match self.pending_change(user).license {
            Some(Target::License(product)) => app_view.catalog.find(product),
            Some(Target::NoLicense) => None,
            None => app_view.license_of(user),
        }
    }

    /// The SMS number that a user will have.
    pub fn number_after(&self, user: UserId, app_view: ApplicationView) -> Option<Number> {
        match self.pending_change(user).number {
            Some(PendingNumber::Give(number)) => Some(number),
            Some(PendingNumber::Release) => None,
            None => app_view.number_of(user),
        }
    }

    /// Wishes a license type for a user. What the user has already is no wish.
    pub fn choose_license(&mut self, user: UserId, target: Target, app_view: ApplicationView) {
        let pending = self.pending.entry(user).or_default();
        pending.license = (!is_met(target, user, app_view)).then_some(target);
        match (target, pending.number) {
            (Target::NoLicense, Some(PendingNumber::Give(_))) => pending.number = None,
            (Target::License(_), Some(PendingNumber::Release)) => pending.number = None,
            _ => {}
        }
        self.tidy(user);
    }

    /// Wishes that all licenses of a user stay.
    pub fn keep_licenses(&mut self, user: UserId) {
        if let Some(pending) = self.pending.get_mut(&user) {
            pending.license = None;
            self.tidy(user);
        }
    }

    /// Wishes a number for a user, or its release, or (`None`) that it stays.
    pub fn choose_number(
        &mut self,
        user: UserId,
        number: Option<PendingNumber>,
        app_view: ApplicationView,
    ) {
        let pending = self.pending.entry(user).or_default();
        pending.number = number.filter(|chosen| !is_number_met(*chosen, user, app_view));
        self.tidy(user);
    }

    /// Wishes a license type for many users. Says so when automatic numbers do not suffice; who gets none keeps the
    /// wish, and the plan lists them as blocked.
    pub fn choose_for_all(
        &mut self,
        users: impl IntoIterator<Item = UserId>,
        target: Target,
        numbers: Numbers,
        app_view: ApplicationView,
    ) -> Option<Shortage> {
        let mut wanting = Vec::new();
        for user in users {
            self.choose_license(user, target, app_view);
            if self.lacks_number(user, app_view) {
                wanting.push(user);
            }
        }
        let hand_out = numbers == Numbers::Automatic && target != Target::NoLicense;
        if hand_out {
            self.hand_out_numbers(&wanting, app_view)
        } else {
            None
        }
    }

    /// Users who could be licensed if they had a number.
    fn lacks_number(&self, user: UserId, app_view: ApplicationView) -> bool {
        let users = &app_view.directory.users;
        let active = users
            .row(user)
            .is_some_and(|row| users.status(row) == UserStatus::Active);
        app_view.application.needs_number && active && self.number_after(user, app_view).is_none()
    }

    fn hand_out_numbers(
        &mut self,
        wanting: &[UserId],
        app_view: ApplicationView,
    ) -> Option<Shortage> {
        let available: Vec<Number> = self.unclaimed_numbers(app_view).collect();
        for (user, number) in wanting.iter().zip(&available) {
            self.choose_number(*user, Some(PendingNumber::Give(*number)), app_view);
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
        app_view: ApplicationView<'a>,
    ) -> impl Iterator<Item = Number> + use<'a> {
        let claimed: KeySet<Number> = self
            .pending
            .values()
            .filter_map(|pending| match pending.number {
                Some(PendingNumber::Give(number)) => Some(number),
                _ => None,
            })
            .collect();
        app_view
            .directory
            .numbers
            .available()
            .filter(move |number| !claimed.contains(number))
    }

    fn tidy(&mut self, user: UserId) {
        if self.pending_change(user) == PendingChange::default() {
            self.forget(user);
        }
    }
}

fn is_met(target: Target, user: UserId, app_view: ApplicationView) -> bool {
    let mut held = app_view.held(user).map(|held| held.kind);
    match target {
        Target::NoLicense => held.next().is_none(),
        Target::License(product) => {
            held.next() == app_view.catalog.find(product) && held.next().is_none()
        }
    }
}

fn is_number_met(pending: PendingNumber, user: UserId, app_view: ApplicationView) -> bool {
    let held = app_view.number_of(user);
    match pending {
        PendingNumber::Give(number) => held == Some(number),
        PendingNumber::Release => held.is_none(),
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
        let app_view = world.app_view(&world.meet);
        let mut draft = Draft::default();
        draft.choose_license(world.id(0), Target::License(fixtures::MEET_PRO), app_view);
        assert_eq!(draft.len(), 1);
        draft.choose_license(world.id(0), Target::License(fixtures::MEET), app_view);
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
            world.app_view(&world.meet),
        );
        assert_eq!(draft.len(), 1);
    }

    #[test]
    fn two_licenses_can_be_kept_again() {
        let mut world = World::new(1);
        world.license(0, fixtures::MEET);
        world.license(0, fixtures::MEET_PRO);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.meet);
        draft.choose_license(world.id(0), Target::License(fixtures::MEET), app_view);
        draft.keep_licenses(world.id(0));
        assert!(draft.is_empty());
    }

    #[test]
    fn automatic_numbers_are_handed_out_in_order_and_each_once() {
        let mut world = World::new(3);
        world.add_free_numbers(&[9_415_550_103, 9_415_550_101, 9_415_550_102]);
        let app_view = world.app_view(&world.sms);
        let mut draft = Draft::default();
        draft.choose_number(
            world.id(0),
            Some(PendingNumber::Give(number(9_415_550_101))),
            app_view,
        );
        let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
        assert_eq!(short, None);
        let given = [0, 1, 2].map(|user| draft.number_after(world.id(user), app_view).unwrap());
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
        let app_view = world.app_view(&world.sms);
        let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
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
        let app_view = world.app_view(&world.sms);
        let mut draft = Draft::default();
        draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
        assert_eq!(
            draft.pending_change(world.id(0)),
            PendingChange {
                license: Some(SMS),
                number: None
            }
        );
        assert_eq!(
            draft.number_after(world.id(1), app_view),
            Some(number(9_415_550_101))
        );
    }

    #[test]
    fn without_a_license_no_number_is_given_and_with_one_none_is_released() {
        let mut world = World::new(1);
        world.add_free_numbers(&[9_415_550_101]);
        let app_view = world.app_view(&world.sms);
        let mut draft = Draft::default();
        draft.choose_number(
            world.id(0),
            Some(PendingNumber::Give(number(9_415_550_101))),
            app_view,
        );
        draft.choose_license(world.id(0), SMS, app_view);
        draft.choose_license(world.id(0), Target::NoLicense, app_view);
        assert!(draft.is_empty());

        world.give_number(0, 9_415_550_102);
        world.license(0, fixtures::SMS);
        let app_view = world.app_view(&world.sms);
        draft.choose_license(world.id(0), Target::NoLicense, app_view);
        draft.choose_number(world.id(0), Some(PendingNumber::Release), app_view);
        draft.choose_license(
            world.id(0),
            Target::License(fixtures::SMS_ULTIMATE),
            app_view,
        );
        assert_eq!(
            draft.number_after(world.id(0), app_view),
            Some(number(9_415_550_102))
        );
    }
}
