//! The licenses by user.

use smallvec::SmallVec;

use super::Row;
use crate::domain::catalog::{Catalog, TypeIndex};
use crate::domain::ids::{LicenseId, ProductId, UserId};
use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

/// A license from the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicenseRecord {
    /// The license's identifier.
    pub id: LicenseId,
    /// The user who has it.
    pub user: UserId,
    /// Its license type.
    pub product: ProductId,
    /// Its status.
    pub status: LicenseStatus,
    /// The SMS number in its metadata, if it has one.
    pub number: Option<Number>,
}

/// The status of a license.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LicenseStatus {
    /// Active, or the API does not say.
    Active,
    /// Assigned, and not activated yet.
    Pending,
    /// Any other status, as the API has it.
    Other(Box<str>),
}

/// A license of a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The license's identifier.
    pub id: LicenseId,
    /// Its license type.
    pub kind: TypeIndex,
    /// Its status.
    pub status: LicenseStatus,
    /// The SMS number in its metadata, if it has one.
    pub number: Option<Number>,
}

/// All licenses of the account whose type is in the catalog.
#[derive(Clone, Debug, Default)]
pub struct Licenses {
    /// The licenses of the users in the directory. Looking through all of them takes no lookup by user.
    by_row: Vec<OfUser>,
    /// The licenses of others: their users were deleted.
    others: KeyMap<UserId, OfUser>,
    used: Vec<u32>,
    complete: bool,
}

/// The licenses of one user. Hardly anyone has a second one, which is allocated.
type OfUser = SmallVec<[Held; 1]>;

/// Whose licenses they are.
#[derive(Clone, Copy)]
pub(super) enum Holder {
    /// The user in this row.
    Row(Row),
    /// A user who is not in the directory.
    Other(UserId),
}

impl Licenses {
    /// Adds a license; one whose type is not in the catalog is ignored.
    pub(super) fn add(&mut self, holder: Holder, record: LicenseRecord, catalog: &Catalog) {
        let Some(kind) = catalog.find(record.product) else {
            return;
        };
        let held = self.held_by(holder);
        if held.iter().all(|other| other.id != record.id) {
            held.push(Held {
                id: record.id,
                kind,
                status: record.status,
                number: record.number,
            });
            self.used.resize(catalog.len(), 0);
            self.used[kind.column()] += 1;
        }
    }

    /// Replaces the licenses of one user.
    pub(super) fn replace(
        &mut self,
        holder: Holder,
        records: impl Iterator<Item = LicenseRecord>,
        catalog: &Catalog,
    ) {
        for held in std::mem::take(self.held_by(holder)) {
            self.used[held.kind.column()] -= 1;
        }
        for record in records {
            self.add(holder, record, catalog);
        }
    }

    fn held_by(&mut self, holder: Holder) -> &mut OfUser {
        match holder {
            Holder::Row(row) => {
                if self.by_row.len() <= row.index() {
                    self.by_row.resize_with(row.index() + 1, OfUser::default);
                }
                &mut self.by_row[row.index()]
            }
            Holder::Other(user) => self.others.entry(user).or_default(),
        }
    }

    /// Makes room for users.
    pub(super) fn reserve(&mut self, users: usize) {
        let more = users.saturating_sub(self.by_row.len());
        self.by_row.reserve_exact(more);
    }

    /// Drops licenses that no longer exist.
    pub fn drop_gone(&mut self, is_gone: impl Fn(LicenseId) -> bool) {
        for held in self.by_row.iter_mut().chain(self.others.values_mut()) {
            held.retain(|license| {
                let gone = is_gone(license.id);
                self.used[license.kind.column()] -= u32::from(gone);
                !gone
            });
        }
    }

    /// Whether no license was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.by_row.is_empty() && self.others.is_empty()
    }

    /// Marks the licenses as complete: from now on, a user without one has none.
    pub fn mark_complete(&mut self) {
        self.complete = true;
    }

    /// Whether all licenses have been read.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The licenses of a user, of all applications.
    pub(super) fn of(&self, holder: Holder) -> &[Held] {
        let held = match holder {
            Holder::Row(row) => self.by_row.get(row.index()),
            Holder::Other(user) => self.others.get(&user),
        };
        held.map_or(&[], |held| held.as_slice())
    }

    /// Used seats of a license type.
    pub fn used(&self, kind: TypeIndex) -> u32 {
        self.used.get(kind.column()).copied().unwrap_or_default()
    }

    /// All licenses, by user.
    pub(super) fn all(&self) -> impl Iterator<Item = (Holder, &[Held])> {
        let by_row = (0..).map(Row::new).map(Holder::Row).zip(&self.by_row);
        let others = self.others.iter();
        let others = others.map(|(user, held)| (Holder::Other(*user), held));
        let held = by_row.chain(others).filter(|(_, held)| !held.is_empty());
        held.map(|(holder, held)| (holder, held.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::Directory;
    use crate::domain::fixtures::{self, decompose, license, user, user_id};

    fn directory(licenses: impl IntoIterator<Item = LicenseRecord>) -> Directory {
        let catalog = fixtures::catalog();
        let mut directory = Directory::default();
        directory.add_users([user(7, "Ana"), user(8, "Bo")], decompose);
        directory.add_licenses(licenses, &catalog);
        directory
    }

    fn used(directory: &Directory, product: ProductId) -> u32 {
        let kind = fixtures::catalog().find(product).unwrap();
        directory.licenses.used(kind)
    }

    #[test]
    fn a_license_read_twice_takes_one_seat() {
        let read = directory([license(1, 7, fixtures::MEET), license(1, 7, fixtures::MEET)]);
        assert_eq!(used(&read, fixtures::MEET), 1);
        assert_eq!(read.licenses_of(user_id(7)).len(), 1);
    }

    #[test]
    fn reading_one_user_again_moves_the_seat() {
        let mut read = directory([license(1, 7, fixtures::MEET), license(2, 8, fixtures::MEET)]);
        let held = vec![license(3, 7, fixtures::MEET_PRO)];
        read.replace_licenses(user_id(7), held, &fixtures::catalog());
        let both = [fixtures::MEET, fixtures::MEET_PRO].map(|kind| used(&read, kind));
        assert_eq!(both, [1, 1]);
    }

    #[test]
    fn a_license_that_is_gone_frees_its_seat() {
        let mut read = directory([
            license(1, 7, fixtures::MEET),
            license(2, 8, fixtures::MEET),
            license(3, 99, fixtures::MEET),
        ]);
        let is_gone = |id| id != LicenseId::from_u128(2);
        read.drop_licenses(is_gone, &fixtures::catalog());
        assert_eq!(used(&read, fixtures::MEET), 1);
        let left = [7, 8, 99].map(|user| read.licenses_of(user_id(user)).len());
        assert_eq!(left, [0, 1, 0]);
    }

    #[test]
    fn a_license_of_an_unknown_type_is_left_out() {
        let read = directory([license(1, 7, ProductId::from_u128(99))]);
        assert!(read.licenses_of(user_id(7)).is_empty());
    }
}
