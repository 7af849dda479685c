//! The account before the run, and the plan.

use std::collections::{BTreeMap, BTreeSet};

use license_management::domain::ids::{ApplicationId, LicenseId, ProductId, UserId};
use license_management::domain::number::Number;
use license_management::domain::plan::{Change, HeldLicense, NumberChange, Plan};

pub const OLD: ProductId = ProductId::from_u128(0x11);
pub const OLD_TOO: ProductId = ProductId::from_u128(0x12);
pub const NEW: ProductId = ProductId::from_u128(0x13);
/// Of the same application, and part of no change.
pub const FOREIGN: ProductId = ProductId::from_u128(0x14);
/// Of another application.
pub const OTHER: ProductId = ProductId::from_u128(0x21);

/// What the server has of one user.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UserState {
    /// Licenses, those of other applications too, each with the number in its metadata.
    pub licenses: Vec<(HeldLicense, Option<Number>)>,
    /// Numbers.
    pub numbers: BTreeSet<Number>,
    /// What the alias is bound to.
    pub alias: Option<Number>,
    /// Whether the user is deleted.
    pub is_deleted: bool,
}

impl UserState {
    /// The license types of the application, in order.
    pub fn products(&self) -> Vec<ProductId> {
        let all = self.licenses.iter().map(|(held, _)| held.product);
        let mut products: Vec<ProductId> = all.filter(|product| *product != OTHER).collect();
        products.sort();
        products
    }
}

/// An account, and what is planned.
#[derive(Clone, Default)]
pub struct World {
    /// Each user's state.
    pub users: BTreeMap<UserId, UserState>,
    /// What is planned.
    pub changes: Vec<Change>,
}

impl World {
    /// An account of so many users.
    pub fn new(seed: u64, users: usize) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut world = Self::default();
        let with_numbers = random.u8(..3) == 0;
        for place in 0..users {
            let user = UserId::from_u128(0x1000 + place as u128);
            let (state, change) = draw(user, place, with_numbers, &mut random);
            world.users.insert(user, state);
            world.changes.extend(change);
        }
        world.changes.sort_by_key(|change| change.wave);
        world
    }

    /// An account in which everybody gets another license, all at once.
    pub fn replacing(users: usize) -> Self {
        let mut world = Self::default();
        for place in 0..users {
            let user = UserId::from_u128(0x1000 + place as u128);
            let license = |kind: u128, product| HeldLicense {
                license: LicenseId::from_u128((kind << 64) + place as u128),
                product,
            };
            let (old, other) = (license(1, OLD), license(2, OTHER));
            let state = UserState {
                licenses: vec![(old, None), (other, None)],
                ..UserState::default()
            };
            world.users.insert(user, state);
            world.changes.push(Change {
                user,
                held: vec![old],
                to: Some(NEW),
                assign: true,
                remove: vec![old],
                number: NumberChange::default(),
                wave: 0,
            });
        }
        world
    }

    /// The plan to carry out.
    pub fn plan(&self) -> Plan {
        Plan {
            application: ApplicationId::from_u128(1),
            products: vec![OLD, OLD_TOO, NEW, FOREIGN],
            changes: self.changes.clone(),
            blocked: Vec::new(),
            oversubscribed: Vec::new(),
        }
    }
}

/// A user with a change, unless there is nothing to change.
fn draw(
    user: UserId,
    place: usize,
    with_numbers: bool,
    random: &mut fastrand::Rng,
) -> (UserState, Option<Change>) {
    let license = |kind: u128, product| HeldLicense {
        license: LicenseId::from_u128((kind << 64) + place as u128),
        product,
    };
    let held = match random.u8(..10) {
        0..3 => Vec::new(),
        3..8 => vec![license(1, OLD)],
        8 => vec![license(1, OLD_TOO)],
        _ => vec![license(1, OLD), license(3, OLD_TOO)],
    };
    let keeps = held.first().map(|held| held.product);
    let (to, assign) = match random.u8(..10) {
        0..6 => (Some(NEW), true),
        6..8 => (None, false),
        _ => (keeps, false),
    };
    let remove = held.iter().filter(|held| Some(held.product) != to);
    let remove: Vec<HeldLicense> = remove.copied().collect();
    let before = (with_numbers && random.bool()).then(|| number_at(place, 1));
    let number = match to {
        _ if !with_numbers => NumberChange::default(),
        None => {
            let release = before.filter(|_| random.bool());
            NumberChange {
                after: before.filter(|_| release.is_none()),
                give: None,
                release,
            }
        }
        Some(_) if before.is_some() && random.bool() => NumberChange {
            after: before,
            give: None,
            release: None,
        },
        Some(_) => NumberChange {
            after: Some(number_at(place, 2)),
            give: Some(number_at(place, 2)),
            release: before,
        },
    };
    let all = held.iter().copied().chain([license(2, OTHER)]);
    let state = UserState {
        licenses: all.map(|held| (held, before)).collect(),
        numbers: before.into_iter().collect(),
        alias: before,
        is_deleted: false,
    };
    let change = Change {
        user,
        held,
        to,
        assign,
        remove,
        number,
        wave: usize::from(random.u8(..8) == 0),
    };
    let does_something =
        assign || !change.remove.is_empty() || number.give.is_some() || number.release.is_some();
    (state, does_something.then_some(change))
}

fn number_at(place: usize, kind: usize) -> Number {
    format!("941{kind}{place:06}").parse().unwrap()
}
