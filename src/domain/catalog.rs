//! What can be licensed: the applications and their license types.

use super::ids::{ApplicationId, ProductId};

/// An application of the platform, as the configuration names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Application {
    /// The identifier that products refer to.
    pub id: ApplicationId,
    /// Its name in URLs.
    pub slug: String,
    /// Its name for reading.
    pub name: String,
    /// Whether a license takes one of the account's SMS numbers.
    pub needs_number: bool,
}

/// A license type of one application; the API calls it a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicenseType {
    /// The product's identifier.
    pub id: ProductId,
    /// The application that it licenses.
    pub application: ApplicationId,
    /// Its name for reading.
    pub name: String,
    /// Seats bought; `None`: not limited, or the API does not say.
    pub seats: Option<u32>,
    /// Whether it may be assigned.
    pub offer: Offer,
}

/// Whether a license type may be assigned in this account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// It may.
    Offered,
    /// The platform no longer offers it (`active: false`).
    Retired,
    /// It is switched off for this account (`/disable/products`, `/disable/product_types`).
    SwitchedOff,
}

/// All license types, in the order in which they are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalog {
    types: Vec<LicenseType>,
}

impl Catalog {
    /// A catalog of these types; at most [`Catalog::MOST_TYPES`] are kept.
    pub fn new(mut types: Vec<LicenseType>) -> Self {
        types.truncate(Self::MOST_TYPES);
        Self { types }
    }

    /// A license refers to its type by a 16-bit index.
    pub const MOST_TYPES: usize = u16::MAX as usize;

    /// The license types of one application, with their index.
    pub fn of(
        &self,
        application: ApplicationId,
    ) -> impl Iterator<Item = (TypeIndex, &LicenseType)> {
        (0u16..)
            .map(TypeIndex)
            .zip(&self.types)
            .filter(move |(_, each)| each.application == application)
    }

    /// The license type at an index of this catalog.
    pub fn get(&self, index: TypeIndex) -> Option<&LicenseType> {
        self.types.get(usize::from(index.0))
    }

    /// Where a product stands in the catalog.
    pub fn find(&self, product: ProductId) -> Option<TypeIndex> {
        let at = self.types.iter().position(|each| each.id == product)?;
        u16::try_from(at).ok().map(TypeIndex)
    }

    /// How many license types there are, of all applications.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether the account has no license types at all.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

/// A license type's place in the catalog.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeIndex(u16);

impl TypeIndex {
    /// As an index into a column with one entry for each license type.
    pub fn column(self) -> usize {
        usize::from(self.0)
    }
}
