//! Other administrators, who change users before the run and in its middle.

use std::collections::BTreeMap;

use license_management::domain::ids::{LicenseId, ProductId, UserId};

use crate::server::{Server, is_other};
use crate::situations::Situations;
use crate::world::{FOREIGN, NEW, OLD};

/// What others did with one user.
#[derive(Clone, Debug, Default)]
pub struct Deeds {
    /// When they did something first and last.
    pub first: Option<u64>,
    /// When they did something last.
    pub last: u64,
    /// What they assigned and did not take away again.
    pub assigned: Vec<(LicenseId, ProductId)>,
    /// How many licenses that they had assigned they took away again.
    pub removed: usize,
    /// Whether they deleted the user.
    pub deleted: bool,
}

/// What others did, by user.
pub type Others = BTreeMap<UserId, Deeds>;

/// Somebody else does something with a user.
pub fn act(
    others: &mut Others,
    user: UserId,
    server: &mut Server,
    now: u64,
    random: &mut fastrand::Rng,
    situations: &mut Situations,
) {
    if server.state(user).is_deleted {
        return;
    }
    let deeds = others.entry(user).or_default();
    deeds.first.get_or_insert(now);
    deeds.last = now;
    match random.u8(..10) {
        0..4 => assign(deeds, user, FOREIGN, server, now, situations),
        4..6 => {
            let product = if random.bool() { NEW } else { OLD };
            assign(deeds, user, product, server, now, situations);
        }
        6..9 => {
            situations.occur("license removed by others");
            deeds.removed += deeds.assigned.drain(..).count();
            server.change(user, now, |state| {
                state.licenses.retain(|(held, _)| is_other(held));
            });
        }
        _ => {
            situations.occur("user deleted by others");
            deeds.deleted = true;
            deeds.removed += deeds.assigned.drain(..).count();
            server.change(user, now, |state| {
                state.is_deleted = true;
                state.licenses.clear();
                state.numbers.clear();
                state.alias = None;
            });
        }
    }
}

fn assign(
    deeds: &mut Deeds,
    user: UserId,
    product: ProductId,
    server: &mut Server,
    now: u64,
    situations: &mut Situations,
) {
    situations.occur(if product == FOREIGN {
        "other license assigned by others"
    } else {
        "same license assigned by others"
    });
    let license = server.new_license(product);
    deeds.assigned.push((license.license, product));
    server.change(user, now, |state| state.licenses.push((license, None)));
}
