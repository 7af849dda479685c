//! Who holds which license.

use crate::domain::catalog::{Catalog, TypeIndex};
use crate::domain::ids::{LicenseId, ProductId, UserId};
use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

/// A license as the API tells of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicenseRecord {
    /// The license's identifier.
    pub id: LicenseId,
    /// Who holds it.
    pub user: UserId,
    /// Its license type.
    pub product: ProductId,
    /// Where it stands.
    pub status: LicenseStatus,
    /// The SMS number in its metadata, if it has one.
    pub number: Option<Number>,
}

/// Where a license stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LicenseStatus {
    /// In force, or the API does not say.
    Active,
    /// Assigned, waiting for its activation.
    Pending,
    /// Anything else, as the API writes it.
    Other(Box<str>),
}

/// A license that a user holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The license's identifier.
    pub id: LicenseId,
    /// Its license type.
    pub kind: TypeIndex,
    /// Where it stands.
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
    /// Adds a license; one of a type that the catalog does not know belongs to no application and is left out.
    pub(super) fn add(&mut self, record: LicenseRecord, catalog: &Catalog) {
        let Some(kind) = catalog.find(record.product) else {
            return;
        };
        let held = self.held.entry(record.user).or_default();
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

    /// Replaces what one user holds by what was just read.
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

    /// Drops licenses that are no longer there.
    pub fn drop_gone(&mut self, is_gone: impl Fn(LicenseId) -> bool) {
        for held in self.held.values_mut() {
            held.retain(|license| {
                let gone = is_gone(license.id);
                self.used[license.kind.column()] -= u32::from(gone);
                !gone
            });
        }
    }

    /// Every page of licenses has been read: from here on, no license means none.
    pub fn mark_complete(&mut self) {
        self.complete = true;
    }

    /// Whether every license has been read.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// What a user holds, of all applications.
    pub fn of(&self, user: UserId) -> &[Held] {
        self.held.get(&user).map_or(&[], Vec::as_slice)
    }

    /// Seats taken of a license type.
    pub fn used(&self, kind: TypeIndex) -> u32 {
        self.used.get(kind.column()).copied().unwrap_or_default()
    }

    /// Everyone who holds a license, with what they hold.
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
