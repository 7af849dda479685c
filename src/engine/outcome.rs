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
    /// As before, by what was read back, though the server acknowledged the change. While it is unresolved, the change
    /// may still take effect.
    Unchanged,
    /// Left alone, since somebody else changed the user after the plan was made.
    Conflict,
    /// Left alone, since the run was stopped before.
    NotStarted,
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
    /// What the user holds could not be read, so nothing more was done, and what the user has now is not known.
    NotVerified(String),
    /// The user no longer exists.
    UserDeleted,
    /// Another administrator changed the user's licenses at the same time; what they did was left alone.
    Conflict,
    /// The number or the license did not come, and the new number could not be taken back.
    NumberNotTakenBack(String),
    /// The new number was taken back, and the old one could not be bound again.
    AliasNotRestored(String),
    /// Of several old licenses, which had to go first, not all were given back.
    PartlyRestored(String),
    /// The new license is there, and so is the old one.
    OldLicenseStays(String),
    /// The old license had to go first, the new one was refused, and the old one was not given back.
    LeftWithout(String),
    /// The license is there, though the number is not.
    LicenseWithoutNumber(String),
    /// The license is as wished, but the old number stayed with the user.
    NumberStays(String),
}

/// How a user is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Settlement {
    pub(super) outcome: Outcome,
    /// What was sent may still take effect.
    pub(super) is_unresolved: bool,
}

/// How many welcome e-mails a user got by a run. The two differ while a license may still come, and where another
/// administrator gave the same one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Emails {
    /// So many at least.
    pub at_least: usize,
    /// So many at most.
    pub at_most: usize,
}

impl Emails {
    /// How many, if that is known.
    pub fn exactly(self) -> Option<usize> {
        (self.at_least == self.at_most).then_some(self.at_least)
    }
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
    pub conflicts: usize,
    /// Users whom the run did not come to.
    pub not_started: usize,
    /// Users who are not as wished.
    pub failed: usize,
}

impl Tally {
    /// Users who are settled.
    pub fn settled(self) -> usize {
        self.changed + self.unchanged + self.conflicts + self.not_started + self.failed
    }

    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.users += 1;
        if let Some(count) = self.count_of(outcome) {
            *count += 1;
        }
    }

    pub(super) fn remove(&mut self, outcome: &Outcome) {
        self.users -= 1;
        if let Some(count) = self.count_of(outcome) {
            *count -= 1;
        }
    }

    fn count_of(&mut self, outcome: &Outcome) -> Option<&mut usize> {
        Some(match outcome {
            Outcome::Waiting | Outcome::Running => return None,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Conflict => &mut self.conflicts,
            Outcome::NotStarted => &mut self.not_started,
            Outcome::Failed(_) => &mut self.failed,
        })
    }
}
