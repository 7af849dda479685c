//! The licenses by user.

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
    held: KeyMap<UserId, Vec<Held>>,
    used: Vec<u32>,
    complete: bool,
}

impl Licenses {
    /// Adds a license; one whose type is not in the catalog is ignored.
    pub(super) fn add(&mut self, record: LicenseRecord, catalog: &Catalog) {
        let Some(kind) = catalog.find(record.product) else {
            return;
        };
        let held = self.held.entry(record.user).or_default();
        if held.iter().all(|other| other.id != record.id) {
            // Hardly anyone has a second one, and room for four would be allocated.
            held.reserve_exact(1);
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
    pub(super) fn replace(&mut self, user: UserId, records: Vec<LicenseRecord>, catalog: &Catalog) {
        for held in self.held.swap_remove(&user).unwrap_or_default() {
            self.used[held.kind.column()] -= 1;
        }
        for record in records {
            if record.user == user {
                self.add(record, catalog);
            }
        }
    }

    /// Drops licenses that no longer exist.
    pub fn drop_gone(&mut self, is_gone: impl Fn(LicenseId) -> bool) {
        for held in self.held.values_mut() {
            held.retain(|license| {
                let gone = is_gone(license.id);
                self.used[license.kind.column()] -= u32::from(gone);
                !gone
            });
        }
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
    pub fn of(&self, user: UserId) -> &[Held] {
        self.held.get(&user).map_or(&[], Vec::as_slice)
    }

    /// Used seats of a license type.
    pub fn used(&self, kind: TypeIndex) -> u32 {
        self.used.get(kind.column()).copied().unwrap_or_default()
    }

    /// All users with a license, with their licenses.
    pub fn holders(&self) -> impl Iterator<Item = (UserId, &[Held])> {
        self.held
            .iter()
            .map(|(user, held)| (*user, held.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{self, license};

    #[test]
    fn a_license_read_twice_takes_one_seat() {
        let catalog = fixtures::catalog();
        let kind = catalog.find(fixtures::MEET).unwrap();
        let mut licenses = Licenses::default();
        for record in [license(1, 7, fixtures::MEET), license(1, 7, fixtures::MEET)] {
            licenses.add(record, &catalog);
        }
        assert_eq!(licenses.used(kind), 1);
        assert_eq!(licenses.of(fixtures::user_id(7)).len(), 1);
    }

    #[test]
    fn reading_one_user_again_moves_the_seat() {
        let catalog = fixtures::catalog();
        let [meet, pro] =
            [fixtures::MEET, fixtures::MEET_PRO].map(|each| catalog.find(each).unwrap());
        let mut licenses = Licenses::default();
        for record in [license(1, 7, fixtures::MEET), license(2, 8, fixtures::MEET)] {
            licenses.add(record, &catalog);
        }
        licenses.replace(
            fixtures::user_id(7),
            vec![license(3, 7, fixtures::MEET_PRO)],
            &catalog,
        );
        assert_eq!((licenses.used(meet), licenses.used(pro)), (1, 1));
    }

    #[test]
    fn a_license_that_is_gone_frees_its_seat() {
        let catalog = fixtures::catalog();
        let kind = catalog.find(fixtures::MEET).unwrap();
        let mut licenses = Licenses::default();
        let all = [license(1, 7, fixtures::MEET), license(2, 8, fixtures::MEET)];
        for each in all {
            licenses.add(each, &catalog);
        }
        licenses.drop_gone(|id| id == LicenseId::from_u128(1));
        assert_eq!(licenses.used(kind), 1);
        assert!(licenses.of(fixtures::user_id(7)).is_empty());
    }

    #[test]
    fn a_license_of_an_unknown_type_is_left_out() {
        let catalog = fixtures::catalog();
        let mut licenses = Licenses::default();
        licenses.add(license(1, 7, ProductId::from_u128(99)), &catalog);
        assert!(licenses.of(fixtures::user_id(7)).is_empty());
    }
}
