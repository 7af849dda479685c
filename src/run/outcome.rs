//! How users end.

/// What became of one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// As wished, by what was read back.
    Changed,
    /// As before, by what was read back, though the server acknowledged the change.
    Unchanged,
    /// Left alone, since somebody else changed the user after the plan was made.
    SetAside,
    /// Left alone, since the run was stopped before.
    NotBegun,
    /// Not as wished.
    Failed(Reason),
}

/// Why a user is not as wished. The texts are the server's words, or what was seen instead of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The number was not given; nothing else was tried.
    NumberRefused(String),
    /// The number could not be bound to the user; it was taken back.
    AliasRefused(String),
    /// The license was not assigned; what the user held stays.
    LicenseRefused(String),
    /// What the user holds could not be read, so nothing more was done.
    NotVerified(String),
    /// The new license is there, and so is the old one.
    OldLicenseStays(String),
    /// The old license had to go first, the new one was refused, and the old one was not given back.
    LeftWithout(String),
    /// The license is there, though the number is not.
    LicenseWithoutNumber(String),
    /// The license is as wished, but the old number stayed with the user.
    NumberStays(String),
}

/// How many users ended how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Users in the run.
    pub users: usize,
    /// Users who are as wished.
    pub changed: usize,
    /// Users who are as before, though the server acknowledged the change.
    pub unchanged: usize,
    /// Users who were changed by somebody else since the plan was made.
    pub set_aside: usize,
    /// Users whom the run did not come to.
    pub not_begun: usize,
    /// Users who are not as wished.
    pub failed: usize,
}

impl Tally {
    /// Users who are settled.
    pub fn settled(self) -> usize {
        self.changed + self.unchanged + self.set_aside + self.not_begun + self.failed
    }

    pub(super) fn with(mut self, outcome: &Outcome) -> Self {
        self.users += 1;
        match outcome {
            Outcome::Waiting | Outcome::Running => {}
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::SetAside => self.set_aside += 1,
            Outcome::NotBegun => self.not_begun += 1,
            Outcome::Failed(_) => self.failed += 1,
        }
        self
    }
}
