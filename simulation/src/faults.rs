//! How often what goes wrong.

/// Probabilities of faults, each of one request, and whether other things happen in a world.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Draws what goes wrong.
    pub seed: u64,
    /// 429 or 503, with or without the time to wait.
    pub busy: f64,
    /// The connection breaks, or a 5xx comes, and nothing was done.
    pub lost_before: f64,
    /// The same, or no answer in time, or one that cannot be read; the write was done.
    pub lost_after: f64,
    /// A write is done some time after its answer, which may be lost.
    pub late: f64,
    /// A bulk call does a part and acknowledges.
    pub partial: f64,
    /// A write is done, and refused.
    pub done_and_refused: f64,
    /// A write is acknowledged, and not done.
    pub ignored: f64,
    /// A bulk call with such a user is refused as a whole.
    pub bad_users: f64,
    /// The token runs out.
    pub signed_out: f64,
    /// The server refuses two licenses of one application.
    pub one_license: bool,
    /// Somebody else changes such a user between review and run.
    pub changed_by_others: f64,
    /// The page is left at each event.
    pub reload: f64,
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
            ..Self::default()
        }
    }

    /// Only busy, so often.
    pub fn busy(seed: u64, busy: f64) -> Self {
        Self {
            seed,
            busy,
            ..Self::default()
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
        Self {
            seed,
            busy: some(0.25),
            lost_before: some(0.1),
            lost_after: some(0.1),
            late: some(0.1),
            partial: some(0.1),
            done_and_refused: some(0.1),
            ignored: some(0.05),
            bad_users: some(0.05),
            signed_out: some(0.01),
            changed_by_others: some(0.1),
            reload: some(0.005),
            pause: some(0.002),
            stop: some(0.0005),
            one_license: random.u8(..4) == 0,
        }
    }
}
