//! Outcomes of users.

/// The outcome of a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Not started yet.
    Waiting,
    /// In progress.
    Running,
    /// Changed, as verified by a read.
    Changed,
    /// Unchanged, as verified by a read, though the server acknowledged the change. While unresolved, the change may
    /// still take effect.
    Unchanged,
    /// Skipped: another administrator changed the user after planning.
    Conflict,
    /// Not started, since the run was stopped.
    NotStarted,
    /// Not changed, or only partially.
    Failed(Reason),
}

/// Why a user was not changed. The texts are the server's messages, or descriptions of the error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The number was not assigned; nothing else was attempted.
    NumberRefused(String),
    /// The SMS alias could not be set; the number was released.
    AliasRefused(String),
    /// The license was not assigned; the user keeps the previous one.
    LicenseRefused(String),
    /// The user could not be read, so the task was stopped, and the user's state is unknown.
    NotVerified(String),
    /// The user no longer exists.
    UserDeleted,
    /// Another administrator changed the user's licenses at the same time; their change was kept.
    ConcurrentChange,
    /// The number or the license was refused, and the new number could not be released.
    NumberNotTakenBack(String),
    /// The new number was released, but the alias could not be restored.
    AliasNotRestored(String),
    /// Several old licenses had to be removed first, and not all were restored.
    PartlyRestored(String),
    /// The new license was assigned, but the old one could not be removed.
    OldLicenseStays(String),
    /// The old license had to be removed first, the new one was refused, and the old one was not restored.
    LeftWithout(String),
    /// The license was assigned, but the number was not.
    LicenseWithoutNumber(String),
    /// The license was changed, but the old number was not released.
    NumberStays(String),
}

/// The settlement of a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Settlement {
    pub(super) outcome: Outcome,
    /// Whether a write may still take effect.
    pub(super) is_unresolved: bool,
}

/// How many welcome emails a run caused for a user. The bounds differ while a license may still appear, and if another
/// administrator assigned the same one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Emails {
    /// The lower bound.
    pub at_least: usize,
    /// The upper bound.
    pub at_most: usize,
}

impl Emails {
    /// The exact number, if known.
    pub fn exactly(self) -> Option<usize> {
        (self.at_least == self.at_most).then_some(self.at_least)
    }
}

/// The number of users by outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Users in the run.
    pub users: usize,
    /// Changed users.
    pub changed: usize,
    /// Unchanged users, though the server acknowledged the change.
    pub unchanged: usize,
    /// Skipped users: another administrator changed them.
    pub conflicts: usize,
    /// Users not started.
    pub not_started: usize,
    /// Users not changed, or only partially.
    pub failed: usize,
}

impl Tally {
    /// Settled users.
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
