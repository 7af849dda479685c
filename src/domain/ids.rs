//! Typed identifiers, so that different kinds cannot be mixed up.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub struct $name(Uuid);

        /// As an integer, which takes fewer steps than sixteen bytes.
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_u128().hash(state);
            }
        }

        impl $name {
            /// The identifier with these sixteen bytes.
            pub const fn from_u128(value: u128) -> Self {
                Self(Uuid::from_u128(value))
            }

            /// Its sixteen bytes.
            pub const fn as_u128(self) -> u128 {
                self.0.as_u128()
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A customer's account on the platform.
    AccountId,
    /// An application: Meet, Chat, Connector, StarMessenger.
    ApplicationId,
    /// A license type; the API calls it a product.
    ProductId,
    /// A user of the account.
    UserId,
    /// A license of a user; the API calls it an entitlement.
    LicenseId,
}
