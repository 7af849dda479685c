//! Drafts: pending changes that are not applied yet.

use super::application_view::ApplicationView;
use super::catalog::{Catalog, TypeIndex};
use super::directory::UserStatus;
use super::ids::{ProductId, UserId};
use super::keyed::{KeyMap, KeySet};
use super::number::Number;

/// The pending changes of one application. Only differences from the directory are kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    pending: KeyMap<UserId, PendingChange>,
    /// The users chosen by hand for the seats of oversubscribed license types.
    seats: KeyMap<ProductId, KeySet<UserId>>,
    /// The users edited since the last [`Draft::take_edited`].
    edited: Vec<UserId>,
}

/// The pending change of one user; `None`: unchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PendingChange {
    /// The license type.
    pub license: Option<Target>,
    /// The SMS number.
    pub number: Option<PendingNumber>,
}

/// The license that a user is to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A license of this type, and no other of the application.
    License(ProductId),
    /// No license of the application.
    NoLicense,
}

/// The pending change of a user's SMS number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PendingNumber {
    /// The user gets this number.
    Give(Number),
    /// The user's number is released.
    Release,
}

/// How numbers are assigned in a bulk change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbers {
    /// Users keep their current or pending number.
    AsChosen,
    /// Users without a number get the next available one.
    Automatic,
}

/// A shortage of numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shortage {
    /// Numbers needed.
    pub needed: usize,
    /// Numbers available.
    pub available: usize,
}

impl PendingChange {
    /// The part that is not applied yet, since a run applies changes one by one.
    pub fn open(self, user: UserId, app_view: ApplicationView) -> Self {
        let is_license_open = |target: &Target| !is_met(*target, user, app_view);
        let is_number_open = |number: &PendingNumber| !is_number_met(*number, user, app_view);
        Self {
            license: self.license.filter(is_license_open),
            number: self.number.filter(is_number_open),
        }
    }

    /// The license type that the user will hold, who holds this one now.
    pub fn license_after(self, held: Option<TypeIndex>, catalog: &Catalog) -> Option<TypeIndex> {
        match self.license {
            Some(Target::License(product)) => catalog.find(product),
            Some(Target::NoLicense) => None,
            None => held,
        }
    }

    /// The SMS number that the user will have.
    pub fn number_after(self, user: UserId, app_view: ApplicationView) -> Option<Number> {
        match self.number {
            Some(PendingNumber::Give(number)) => Some(number),
            Some(PendingNumber::Release) => None,
            None => app_view.number_of(user),
        }
    }
}

impl Draft {
    /// The pending change of a user.
    pub fn pending_change(&self, user: UserId) -> PendingChange {
        self.pending.get(&user).copied().unwrap_or_default()
    }

    /// All pending changes, by user.
    pub fn pending_changes(&self) -> impl Iterator<Item = (UserId, PendingChange)> {
        self.pending.iter().map(|(user, pending)| (*user, *pending))
    }

    /// The number of users with a pending change.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether no change is pending.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// The users whose pending change was edited since the last call, so that a summary can follow at their cost alone.
    pub fn take_edited(&mut self) -> Vec<UserId> {
        std::mem::take(&mut self.edited)
    }

    /// Discards the pending change of a user.
    pub fn forget(&mut self, user: UserId) {
        self.edited.push(user);
        self.pending.swap_remove(&user);
        self.seats
            .retain(|_, chosen| !chosen.swap_remove(&user) || !chosen.is_empty());
    }

    /// Discards everything.
    pub fn discard(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.edited.extend(pending.into_keys());
        self.seats.clear();
    }

    /// The pending changes of these users only.
    pub fn only(&self, users: &KeySet<UserId>) -> Self {
        let mut draft = self.clone();
        draft.pending.retain(|user, _| users.contains(user));
        draft
    }

    /// The users chosen by hand for the seats of a license type; `None`: the first by name get one.
    pub fn chosen_seats(&self, product: ProductId) -> Option<&KeySet<UserId>> {
        self.seats.get(&product)
    }

    /// Chooses the users who get the seats of a license type; `None`: the first by name.
    pub fn choose_seats(&mut self, product: ProductId, users: Option<KeySet<UserId>>) {
        match users {
            Some(users) => drop(self.seats.insert(product, users)),
            None => drop(self.seats.swap_remove(&product)),
        }
    }

    /// Drafts a license type for a user. A license that the user has already is not a change.
    pub fn choose_license(&mut self, user: UserId, target: Target, app_view: ApplicationView) {
        let license = (!is_met(target, user, app_view)).then_some(target);
        self.edit(user, |pending| {
            pending.license = license;
            match (target, pending.number) {
                (Target::NoLicense, Some(PendingNumber::Give(_))) => pending.number = None,
                (Target::License(_), Some(PendingNumber::Release)) => pending.number = None,
                _ => {}
            }
        });
    }

    /// Keeps all licenses of a user.
    pub fn keep_licenses(&mut self, user: UserId) {
        self.edit(user, |pending| pending.license = None);
    }

    /// Drafts a number for a user, its release, or keeping it (`None`).
    pub fn choose_number(
        &mut self,
        user: UserId,
        number: Option<PendingNumber>,
        app_view: ApplicationView,
    ) {
        let number = number.filter(|chosen| !is_number_met(*chosen, user, app_view));
        self.edit(user, |pending| pending.number = number);
    }

    /// Drafts a license type for many users. Returns the shortage if there are too few numbers; users without one keep
    /// their pending change, and the plan blocks it.
    pub fn choose_for_all(
        &mut self,
        users: impl IntoIterator<Item = UserId>,
        target: Target,
        numbers: Numbers,
        app_view: ApplicationView,
    ) -> Option<Shortage> {
        let hand_out = app_view.application.needs_number
            && numbers == Numbers::Automatic
            && target != Target::NoLicense;
        let mut wanting = Vec::new();
        let users = users.into_iter();
        self.pending.reserve(users.size_hint().0);
        for user in users {
            self.choose_license(user, target, app_view);
            if hand_out && self.lacks_number(user, app_view) {
                wanting.push(user);
            }
        }
        if hand_out {
            self.hand_out_numbers(wanting, app_view)
        } else {
            None
        }
    }

    /// Whether a user lacks only a number to get the license.
    fn lacks_number(&self, user: UserId, app_view: ApplicationView) -> bool {
        let users = &app_view.directory.users;
        let active = users
            .row(user)
            .is_some_and(|row| users.status(row) == UserStatus::Active);
        let number = self.pending_change(user).number_after(user, app_view);
        active && number.is_none()
    }

    fn hand_out_numbers(
        &mut self,
        wanting: Vec<UserId>,
        app_view: ApplicationView,
    ) -> Option<Shortage> {
        let users = &app_view.directory.users;
        let wanting = users.sorted_by_name(wanting, |user| *user);
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

    /// Available numbers that are not pending for anyone, in order.
    pub fn unclaimed_numbers<'a>(
        &self,
        app_view: ApplicationView<'a>,
    ) -> impl Iterator<Item = Number> + use<'a> {
        let claimed = self.claimed_numbers();
        app_view
            .directory
            .numbers
            .available()
            .filter(move |number| !claimed.contains_key(number))
    }

    /// The pending numbers, with their users.
    pub fn claimed_numbers(&self) -> KeyMap<Number, UserId> {
        let pending = self.pending.iter();
        pending
            .filter_map(|(user, pending)| match pending.number {
                Some(PendingNumber::Give(number)) => Some((number, *user)),
                _ => None,
            })
            .collect()
    }

    fn edit(&mut self, user: UserId, change: impl FnOnce(&mut PendingChange)) {
        let pending = self.pending.entry(user).or_default();
        change(pending);
        if *pending == PendingChange::default() {
            self.forget(user);
        } else {
            self.edited.push(user);
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
mod tests;
