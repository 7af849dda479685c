//! The users of a batch who are read by scans.

use super::Batch;
use crate::domain::directory::LicenseRecord;
use crate::engine::capacity::Capacity;
use crate::engine::command::Answer;
use crate::engine::progress::Progress;
use crate::engine::scan::Span;
use crate::engine::timestamp::Timestamp;
use crate::engine::user_task::{Context, Phase, Step};

impl Batch {
    /// The users who wait for a scan.
    pub(in crate::engine) fn waiting_for_scan(
        &self,
        capacity: Capacity,
    ) -> impl Iterator<Item = usize> {
        let open = self.open.iter().copied();
        open.filter(move |index| {
            let task = &self.tasks[*index];
            task.phase == Phase::Ready(Step::Read)
                && capacity.reading.leaves(task)
                && (task.touched || !capacity.is_paused)
        })
    }

    /// The number of users who have to be read by `end`.
    pub(in crate::engine) fn due_by(&self, end: Timestamp) -> usize {
        let is_due =
            |index: &&usize| matches!(self.tasks[**index].phase, Phase::Waiting(at) if at <= end);
        self.open.iter().filter(is_due).count()
    }

    /// Adds the user to the current scan.
    pub(in crate::engine) fn join_scan(&mut self, index: usize, now: Timestamp) {
        self.changes();
        self.tasks[index].send(&Step::Read, now);
    }

    /// Whether the user is being read.
    pub(in crate::engine) fn is_read(&self, index: usize) -> bool {
        self.tasks[index].phase == Phase::Sent(Step::Read)
    }

    /// Removes the user from a scan that has ended without a result.
    pub(in crate::engine) fn leave_scan(&mut self, index: usize) {
        self.changes();
        let task = &mut self.tasks[index];
        if task.phase == Phase::Sent(Step::Read) {
            task.phase = Phase::Ready(Step::Read);
        }
    }

    /// Has the user read alone next.
    pub(in crate::engine) fn leave_alone(&mut self, index: usize) {
        self.changes();
        self.tasks[index].reads_alone = true;
    }

    /// Takes what a scan shows of these users.
    pub(in crate::engine) fn on_scanned(
        &mut self,
        shown: Vec<(usize, Vec<LicenseRecord>)>,
        span: Span,
        context: Context,
        progress: &mut Progress,
    ) {
        for (index, licenses) in shown {
            if self.tasks[index].phase == Phase::Sent(Step::Read) {
                self.tasks[index].is_scanned = true;
                self.on_read(index, &Answer::Licenses(licenses), span, context, progress);
            }
        }
        self.end_probes(context, progress);
        self.probe_unshown(context, progress);
    }
}
