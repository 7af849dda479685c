//! The account before the run, and the plan.

use std::collections::BTreeMap;

use license_management::model::ids::{ApplicationId, LicenseId, ProductId, UserId};
use license_management::model::number::Number;
use license_management::model::plan::{Change, HeldLicense, NumberChange, Plan};

pub const OLD: ProductId = ProductId::from_u128(0x11);
pub const NEW: ProductId = ProductId::from_u128(0x12);
/// Of another application.
pub const OTHER: ProductId = ProductId::from_u128(0x21);

/// What an account holds: licenses and numbers by user.
#[derive(Clone, Default)]
pub struct World {
    /// Licenses by user, those of other applications too.
    pub licenses: BTreeMap<UserId, Vec<HeldLicense>>,
    /// Numbers that users have.
    pub numbers: BTreeMap<Number, UserId>,
    /// What is planned.
    pub changes: Vec<Change>,
}

impl World {
    /// An account of so many users.
    pub fn new(seed: u64, users: usize) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut world = Self::default();
        let with_numbers = random.u8(..4) == 0;
        for place in 0..users {
            let user = UserId::from_u128(0x1000 + place as u128);
            let change = world.change(user, place, with_numbers, &mut random);
            world.changes.push(change);
        }
        world.changes.sort_by_key(|change| change.wave);
        world
    }

    fn change(
        &mut self,
        user: UserId,
        place: usize,
        with_numbers: bool,
        random: &mut fastrand::Rng,
    ) -> Change {
        let license = |kind: u128, product| HeldLicense {
            license: LicenseId::from_u128((kind << 64) + place as u128),
            product,
        };
        let had = random.u8(..4) > 0;
        let to = (random.u8(..5) > 0).then_some(NEW);
        let held: Vec<HeldLicense> = had.then(|| license(1, OLD)).into_iter().collect();
        let mut all = held.clone();
        all.push(license(2, OTHER));
        self.licenses.insert(user, all);
        let mut number = NumberChange::default();
        if with_numbers {
            let before = (had && random.bool()).then(|| number_at(place, 1));
            if let Some(before) = before {
                self.numbers.insert(before, user);
            }
            let give = to.is_some().then(|| number_at(place, 2));
            number = NumberChange {
                after: give,
                give,
                release: before,
            };
        }
        Change {
            user,
            remove: held.clone(),
            held,
            to,
            assign: to.is_some(),
            number,
            wave: usize::from(random.u8(..8) == 0),
        }
    }

    /// The plan to carry out.
    pub fn plan(&self) -> Plan {
        Plan {
            application: ApplicationId::from_u128(1),
            products: vec![OLD, NEW],
            changes: self.changes.clone(),
            blocked: Vec::new(),
            scarce: Vec::new(),
        }
    }
}

fn number_at(place: usize, kind: usize) -> Number {
    format!("941{kind}{place:06}").parse().unwrap()
}
