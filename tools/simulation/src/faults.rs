//! How often what goes wrong.

use crate::server::{Paging, Total};

/// Probabilities of faults, each of one request, and whether other things happen in a world.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Draws what goes wrong.
    pub seed: u64,
    /// Nothing goes wrong any more from here on, in milliseconds.
    pub until: u64,
    /// 429 or 503 before anything was done, with or without the time to wait.
    pub busy: f64,
    /// Whether the page waits in vain for some of the answers that are lost, for half a minute.
    pub times_out: bool,
    /// Whether 429 and 503 say how long to wait, sensibly or not.
    pub names_wait: bool,
    /// 429 proves that nothing was done, by the deployment's configuration.
    pub throttling_is_proof: bool,
    /// The connection breaks, or a 5xx comes, and nothing was done.
    pub lost_before: f64,
    /// 429, 5xx, no answer in time, one that cannot be read, or polls that fail after a 202; the write was done.
    pub lost_after: f64,
    /// A write is done some time after its answer, which may be lost.
    pub late: f64,
    /// How late at most, in milliseconds.
    pub latest: u64,
    /// A write is delivered once more later.
    pub twice: f64,
    /// A bulk call does a part and acknowledges.
    pub partial: f64,
    /// A bulk call does a part, and is refused.
    pub partly_refused: f64,
    /// A write is done, and refused.
    pub done_and_refused: f64,
    /// A write is acknowledged, and not done.
    pub ignored: f64,
    /// A bulk call with such a user is refused as a whole.
    pub bad_users: f64,
    /// A read shows what was some time before.
    pub lag: f64,
    /// How long before at most, in milliseconds.
    pub longest_lag: u64,
    /// A read shows what an earlier one of the same showed.
    pub cached: f64,
    /// A page begins a few items earlier or later, since others came or went.
    pub shifted: f64,
    /// How lists are paged.
    pub paging: Paging,
    /// The token runs out.
    pub signed_out: f64,
    /// The administrator has no permission any more from this write on.
    pub forbidden_from: Option<usize>,
    /// The server refuses two licenses of one application.
    pub one_license: bool,
    /// Somebody else changes such a user between review and run.
    pub changed_before: f64,
    /// Somebody else changes one of the users, at each event.
    pub changed_meanwhile: f64,
    /// The clock jumps at each event.
    pub clock_jumps: f64,
    /// The page is left at each event.
    pub reload: f64,
    /// Once the run has ended, the administrator wants to know at each event.
    pub check: f64,
    /// The administrator pauses at each event.
    pub pause: f64,
    /// The administrator stops at each event.
    pub stop: f64,
}

impl Faults {
    /// Nothing goes wrong.
    pub fn none(seed: u64) -> Self {
        Self {
            seed,
            until: u64::MAX,
            times_out: true,
            ..Self::default()
        }
    }

    /// Only busy, so often.
    pub fn busy(seed: u64, busy: f64) -> Self {
        Self {
            busy,
            names_wait: true,
            ..Self::none(seed)
        }
    }

    /// Some of everything.
    pub fn of(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ 0xfa17);
        let mut some = |most: f64| {
            if random.bool() {
                random.f64() * most
            } else {
                0.0
            }
        };
        let mut faults = Self {
            seed,
            busy: some(0.25),
            names_wait: true,
            times_out: true,
            lost_before: some(0.1),
            lost_after: some(0.1),
            late: some(0.1),
            twice: some(0.05),
            partial: some(0.1),
            partly_refused: some(0.1),
            done_and_refused: some(0.1),
            ignored: some(0.05),
            bad_users: some(0.05),
            lag: some(0.5),
            cached: some(0.2),
            signed_out: some(0.01),
            changed_before: some(0.1),
            changed_meanwhile: some(0.02),
            clock_jumps: some(0.01),
            reload: some(0.005),
            check: some(0.02),
            pause: some(0.005),
            stop: some(0.001),
            ..Self::default()
        };
        faults.shifted = if random.u8(..3) == 0 {
            random.f64() * 0.2
        } else {
            0.0
        };
        faults.paging = Paging::of(&mut random);
        faults.until = random.u64(20_000..600_000);
        faults.latest = if random.bool() { 8_000 } else { 60_000 };
        faults.longest_lag = if random.bool() { 6_000 } else { 20_000 };
        faults.throttling_is_proof = random.bool();
        faults.one_license = random.u8(..4) == 0;
        faults.forbidden_from = (random.u8(..12) == 0).then(|| random.usize(..6));
        faults
    }
}

impl Paging {
    /// Most servers page as they should.
    fn of(random: &mut fastrand::Rng) -> Self {
        let sizes = [100, 100, 50, 20, 7];
        Self {
            size: sizes[random.usize(..sizes.len())],
            by_user: random.bool(),
            ignores_offset: random.u8(..12) == 0,
            total: match random.u8(..12) {
                0 => Total::None,
                1 => Total::OfThePage,
                _ => Total::Right,
            },
        }
    }
}
