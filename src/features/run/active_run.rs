//! The active run, or the last one until its result is dismissed.

use futures_channel::mpsc::UnboundedSender;

use crate::domain::date::Date;
use crate::engine::{Estimate, Run, TimeLeft};
use crate::features::clock::{now, today};

/// Wakes a waiting run.
pub(crate) type Wake = UnboundedSender<()>;

/// A run of one application, active or ended.
#[derive(Clone, Debug)]
pub struct ActiveRun {
    /// The application's index in the configuration.
    pub application: usize,
    /// When it began.
    pub began: Date,
    /// The run.
    pub run: Run,
    estimate: Estimate,
}

impl ActiveRun {
    pub(super) fn new(application: usize, run: Run) -> Self {
        Self {
            application,
            began: today(),
            run,
            estimate: Estimate::default(),
        }
    }

    /// Whether some users are not settled yet.
    pub fn is_under_way(&self) -> bool {
        !self.run.has_ended()
    }

    /// The time left; `None`: unknown.
    pub fn time_left(&self) -> Option<TimeLeft> {
        self.estimate.left(self.run.tally().users)
    }

    /// Updates the estimate.
    pub(super) fn watch(&mut self) {
        match self.run.halt() {
            Some(_) => self.estimate.forget(),
            None => self.estimate.see(self.run.tally().settled(), now()),
        }
    }
}
