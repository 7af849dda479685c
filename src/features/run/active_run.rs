//! The run under way, or the last one until its result is dismissed.

use futures_channel::mpsc::UnboundedSender;

use crate::domain::date::Date;
use crate::engine::{Estimate, Run, TimeLeft};
use crate::features::clock::{now, today};

/// Wakes a run that waits.
pub(crate) type Wake = UnboundedSender<()>;

/// A run of one application, under way or at its end.
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

    /// Whether users remain to be settled.
    pub fn is_under_way(&self) -> bool {
        !self.run.has_ended()
    }

    /// How long it will take; `None`: that is not known.
    pub fn time_left(&self) -> Option<TimeLeft> {
        self.estimate.left(self.run.tally().users)
    }

    /// Looks how far it is.
    pub(super) fn watch(&mut self) {
        match self.run.halt() {
            Some(_) => self.estimate.forget(),
            None => self.estimate.see(self.run.tally().settled(), now()),
        }
    }
}
