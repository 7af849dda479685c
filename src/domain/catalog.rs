//! The catalog: applications and their license types.

use super::ids::{ApplicationId, ProductId};

/// An application of the platform, from the configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Application {
    /// The identifier that products refer to.
    pub id: ApplicationId,
    /// Its slug in URLs.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// Whether its users need one of the account's SMS numbers.
    pub needs_number: bool,
}

/// A license type of one application; the API calls it a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LicenseType {
    /// The product's identifier.
    pub id: ProductId,
    /// The application that it licenses.
    pub application: ApplicationId,
    /// Its display name.
    pub name: String,
    /// Purchased seats; `None`: unlimited, or the API does not say.
    pub seats: Option<u32>,
    /// Whether it can be assigned.
    pub offer: Offer,
}

/// Whether a license type can be assigned in this account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// It can.
    Offered,
    /// The platform no longer offers it (`active: false`).
    Retired,
    /// It is disabled for this account (`/disable/products`, `/disable/product_types`).
    SwitchedOff,
}

/// All license types, in display order.
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

    /// The index of a product.
    pub fn find(&self, product: ProductId) -> Option<TypeIndex> {
        let at = self.types.iter().position(|each| each.id == product)?;
        u16::try_from(at).ok().map(TypeIndex)
    }

    /// The number of license types of all applications.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there are no license types.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

/// The index of a license type in the catalog.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeIndex(u16);

impl TypeIndex {
    /// As an index into a column with one entry for each license type.
    pub fn column(self) -> usize {
        usize::from(self.0)
    }
}
