//! The directory: the users, licenses and numbers of the account as last read, in columns.

pub mod campaigns;
pub mod licenses;
pub mod numbers;
mod order;
mod row;
pub mod strings;
pub mod users;

pub use campaigns::{CampaignOf, Campaigns, NumberState};
pub use licenses::{Held, LicenseRecord, LicenseStatus, Licenses};
pub use numbers::{NumberRecord, Numbers};
pub use row::{Row, RowSet};
pub use users::{UserRecord, UserStatus, Users};

use std::sync::Arc;

use super::catalog::Catalog;
use super::ids::{ApplicationId, LicenseId, UserId};
use super::keyed::{KeyMap, KeySet};
use super::number::Number;
use super::search_key::Decompose;
use licenses::Holder;

/// The users, licenses and numbers of the account. Clones share them until one is changed, so that showing what was
/// loaded does not copy it.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// The users.
    pub users: Arc<Users>,
    /// The licenses by user.
    pub licenses: Arc<Licenses>,
    /// The account's SMS numbers.
    pub numbers: Arc<Numbers>,
    /// The number of users with a license, by application.
    licensed: KeyMap<ApplicationId, usize>,
}

impl Directory {
    /// Adds users; known ones are ignored. They are in order after [`Directory::advance_order`]. Licenses are added
    /// after all users, to whose rows they belong.
    pub fn add_users(
        &mut self,
        records: impl IntoIterator<Item = UserRecord>,
        decompose: Decompose,
    ) {
        debug_assert!(self.licenses.is_empty());
        let records: Vec<UserRecord> = records.into_iter().collect();
        let users = Arc::make_mut(&mut self.users);
        users.add(&records, decompose);
        users.sort_added();
    }

    /// Begins to put all users in order, so that queries do not have to, unless that is in progress. Returns whether it
    /// has begun.
    pub fn begin_order(&mut self) -> bool {
        Arc::make_mut(&mut self.users).begin_order()
    }

    /// Continues for about so many steps, a step for each user and level of merging. Returns whether the users are in
    /// order.
    pub fn advance_order(&mut self, steps: usize) -> bool {
        Arc::make_mut(&mut self.users).advance_order(steps)
    }

    /// Frees memory that only adding users needs.
    pub fn shrink_users(&mut self) {
        Arc::make_mut(&mut self.users).shrink();
    }

    /// Adds licenses; those whose type is not in the catalog are ignored.
    pub fn add_licenses(
        &mut self,
        records: impl IntoIterator<Item = LicenseRecord>,
        catalog: &Catalog,
    ) {
        let licenses = Arc::make_mut(&mut self.licenses);
        licenses.reserve(self.users.len());
        let application_of = |kind| catalog.get(kind).map(|kind| kind.application);
        for record in records {
            let Some(application) = catalog.find(record.product).and_then(application_of) else {
                continue;
            };
            let holder = self.users.holder(record.user);
            let mut held = licenses.of(holder).iter();
            let is_counted = held.any(|held| application_of(held.kind) == Some(application));
            if !is_counted && matches!(holder, Holder::Row(_)) {
                *self.licensed.entry(application).or_default() += 1;
            }
            licenses.add(holder, record, catalog);
        }
    }

    /// Replaces the licenses of one user. Counts are updated by the difference, so that the cost does not depend on the
    /// size of the account.
    pub fn replace_licenses(
        &mut self,
        user: UserId,
        records: Vec<LicenseRecord>,
        catalog: &Catalog,
    ) {
        let holder = self.users.holder(user);
        let before = applications_of(self.licenses.of(holder), catalog);
        let records = records.into_iter().filter(|record| record.user == user);
        Arc::make_mut(&mut self.licenses).replace(holder, records, catalog);
        if matches!(holder, Holder::Row(_)) {
            let after = applications_of(self.licenses.of(holder), catalog);
            self.recount(&before, &after);
        }
    }

    /// Keeps the users that match: others were deleted while the account was read. Not in order afterwards. Licenses are
    /// added later.
    pub fn keep_users(&mut self, fits: impl Fn(&UserRecord) -> bool, decompose: Decompose) {
        debug_assert!(self.licenses.is_empty());
        self.users = Arc::new(self.users.only(fits, decompose));
    }

    /// Drops licenses that were removed while the account was read.
    pub fn drop_licenses(&mut self, is_gone: impl Fn(LicenseId) -> bool, catalog: &Catalog) {
        Arc::make_mut(&mut self.licenses).drop_gone(is_gone);
        self.licensed.clear();
        for row in self.users.rows() {
            for application in applications_of(self.licenses.of(Holder::Row(row)), catalog) {
                *self.licensed.entry(application).or_default() += 1;
            }
        }
    }

    /// Marks the licenses as complete: from now on, a user without one has none.
    pub fn mark_licenses_complete(&mut self) {
        Arc::make_mut(&mut self.licenses).mark_complete();
    }

    /// Sets or clears the holder of a number.
    pub fn set_holder(&mut self, number: Number, holder: Option<UserId>) {
        Arc::make_mut(&mut self.numbers).set_holder(number, holder);
    }

    /// The number of users in the directory with a license of an application.
    pub fn licensed(&self, application: ApplicationId) -> usize {
        self.licensed.get(&application).copied().unwrap_or_default()
    }

    /// The licenses of a user, of all applications.
    pub fn licenses_of(&self, user: UserId) -> &[Held] {
        self.licenses.of(self.users.holder(user))
    }

    /// The licenses of the user in a row, of all applications.
    pub fn licenses_at(&self, row: Row) -> &[Held] {
        self.licenses.of(Holder::Row(row))
    }

    /// All users with a license, with their licenses.
    pub fn licensed_users(&self) -> impl Iterator<Item = (UserId, &[Held])> {
        let user = |holder| match holder {
            Holder::Row(row) => self.users.id(row),
            Holder::Other(user) => user,
        };
        let all = self.licenses.all();
        all.map(move |(holder, held)| (user(holder), held))
    }

    /// The SMS number of a user: from the list of numbers, else from a license's metadata.
    pub fn number_of(&self, user: UserId) -> Option<Number> {
        self.numbers
            .held_by(user)
            .or_else(|| self.licenses_of(user).iter().find_map(|held| held.number))
    }

    /// The users with an SMS number, some of them more than once.
    pub fn with_number(&self) -> impl Iterator<Item = UserId> {
        let holders = self.licensed_users();
        let named = holders.filter(|(_, held)| held.iter().any(|held| held.number.is_some()));
        self.numbers.holders().chain(named.map(|(user, _)| user))
    }

    /// Updates the counts after the applications of one user have changed.
    fn recount(&mut self, before: &[ApplicationId], after: &[ApplicationId]) {
        for application in before.iter().filter(|each| !after.contains(each)) {
            if let Some(count) = self.licensed.get_mut(application) {
                *count -= 1;
            }
        }
        for application in after.iter().filter(|each| !before.contains(each)) {
            *self.licensed.entry(*application).or_default() += 1;
        }
    }

    /// All users with a license of one of these applications.
    pub fn holders(&self, applications: &[ApplicationId], catalog: &Catalog) -> Vec<UserId> {
        let is_of_these = |held: &Held| {
            let kind = catalog.get(held.kind);
            kind.is_some_and(|kind| applications.contains(&kind.application))
        };
        let holders = self.licensed_users();
        let holders = holders.filter(|(_, held)| held.iter().any(is_of_these));
        holders.map(|(user, _)| user).collect()
    }

    /// Sets the holders of numbers whose holder the list does not name: from `holdings`, the numbers read by user, and
    /// for other users from the metadata of their licenses.
    pub fn settle_holders(
        &mut self,
        unknown_holders: &KeySet<Number>,
        holdings: &KeyMap<UserId, Vec<Number>>,
    ) {
        let named = self
            .licensed_users()
            .filter(|(user, _)| !holdings.contains_key(user))
            .flat_map(|(user, held)| {
                let numbers = held.iter().filter_map(|license| license.number);
                numbers.map(move |number| (number, user))
            });
        let said = holdings
            .iter()
            .flat_map(|(user, numbers)| numbers.iter().map(|number| (*number, *user)));
        // The numbers read by user come last, since they take precedence over metadata.
        let named = named
            .chain(said)
            .filter(|(number, _)| unknown_holders.contains(number));
        let named: Vec<(Number, UserId)> = named.collect();
        let numbers = Arc::make_mut(&mut self.numbers);
        for (number, user) in named {
            numbers.set_holder(number, Some(user));
        }
    }
}

/// The applications of these licenses, each once.
fn applications_of(held: &[Held], catalog: &Catalog) -> Vec<ApplicationId> {
    let mut applications = Vec::new();
    for kind in held.iter().filter_map(|held| catalog.get(held.kind)) {
        if !applications.contains(&kind.application) {
            applications.push(kind.application);
        }
    }
    applications
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{self, World, decompose, license, number, user, user_id};

    /// Counts lookups of users instead of measuring time.
    #[test]
    fn what_one_user_holds_is_replaced_and_counted_without_a_look_at_the_others() {
        let mut world = World::new(100_000);
        for user in 0..100_000 {
            world.license(user, fixtures::MEET);
        }
        users::LOOKS.set(0);
        let held = vec![license(200_000, 7, fixtures::CHAT)];
        world
            .directory
            .replace_licenses(user_id(7), held, &world.catalog);
        let app_view = world.app_view(&world.meet);
        assert_eq!(app_view.licensed(), 99_999);
        assert_eq!(app_view.seats(world.kind(fixtures::MEET)).used, 99_999);
        assert_eq!(app_view.all_seats().used, 99_999);
        assert!(users::LOOKS.get() <= 2, "{} looks", users::LOOKS.get());
    }

    #[test]
    fn who_was_deleted_while_the_account_was_read_does_not_count() {
        let catalog = fixtures::catalog();
        let meet = ApplicationId::from_u128(1);
        let mut directory = Directory::default();
        let users = [user(0, "Ana"), user(1, "Bo"), user(2, "Cy")];
        directory.add_users(users, decompose);
        directory.keep_users(|each| each.id != user_id(0), decompose);
        let licenses = [0, 1, 2].map(|n| license(n, n, fixtures::MEET));
        directory.add_licenses(licenses, &catalog);
        assert_eq!(directory.licensed(meet), 2);
        let gone = directory.licenses_of(user_id(1))[0].id;
        directory.drop_licenses(|license| license == gone, &catalog);
        assert_eq!(directory.licensed(meet), 1);
        let left = [0, 1, 2].map(|n| directory.licenses_of(user_id(n)).len());
        assert_eq!(left, [1, 0, 1]);
    }

    #[test]
    fn a_license_tells_who_holds_a_number_where_the_api_does_not() {
        let mut world = World::new(2);
        world.add_free_numbers(&[9_415_550_100, 9_415_550_101]);
        let mut records = [license(1, 0, fixtures::SMS), license(2, 1, fixtures::SMS)];
        records[0].number = Some(number(9_415_550_100));
        records[1].number = Some(number(9_415_550_101));
        let catalog = fixtures::catalog();
        world.directory.add_licenses(records, &catalog);
        let unknown_holders = KeySet::from_iter([number(9_415_550_100)]);
        world
            .directory
            .settle_holders(&unknown_holders, &KeyMap::default());
        let holder = |n| world.directory.numbers.get(number(n)).unwrap().holder;
        assert_eq!(holder(9_415_550_100), Some(world.id(0)));
        // The list says that nobody holds it: the license is out of date.
        assert_eq!(holder(9_415_550_101), None);
    }

    #[test]
    fn whom_the_server_says_a_number_of_holds_it_whatever_a_license_names() {
        let [first, second, third] = [9_415_550_100, 9_415_550_101, 9_415_550_102].map(number);
        let mut world = World::new(4);
        for free in [first, second, third] {
            world.put_number(free.as_u64(), None, NumberState::Unknown);
        }
        let mut records = [0, 1, 2].map(|n| license(n, n, fixtures::SMS));
        // The license of user 0 is out of date; for user 2 it is the only source.
        records[0].number = Some(first);
        records[2].number = Some(third);
        let catalog = fixtures::catalog();
        world.directory.add_licenses(records, &catalog);
        world
            .directory
            .add_licenses([license(9, 3, fixtures::MEET)], &catalog);
        let sms = [world.sms.id];
        let holders = [0, 1, 2].map(user_id);
        assert_eq!(world.directory.holders(&sms, &catalog), holders);

        let unknown_holders = KeySet::from_iter([first, second, third]);
        let holdings = KeyMap::from_iter([(user_id(0), vec![second]), (user_id(1), vec![first])]);
        world.directory.settle_holders(&unknown_holders, &holdings);
        let held = [0, 1, 2, 3].map(|n| world.directory.numbers.held_by(user_id(n)));
        assert_eq!(held, [Some(second), Some(first), Some(third), None]);
        assert_eq!(world.directory.numbers.available().count(), 0);
    }
}
