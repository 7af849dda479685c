//! Users of a batch who are read by a scan.

use super::{Batch, Capacity};
use crate::domain::directory::LicenseRecord;
use crate::engine::command::Answer;
use crate::engine::progress::Progress;
use crate::engine::scan::Span;
use crate::engine::timestamp::Timestamp;
use crate::engine::user_task::{Context, Phase, Step};

impl Batch {
    /// Those who wait until a scan reads them.
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

    /// How many will have to be read by then.
    pub(in crate::engine) fn due_by(&self, end: Timestamp) -> usize {
        let is_due =
            |index: &&usize| matches!(self.tasks[**index].phase, Phase::Waiting(at) if at <= end);
        self.open.iter().filter(is_due).count()
    }

    /// A scan reads this user.
    pub(in crate::engine) fn join_scan(&mut self, index: usize, now: Timestamp) {
        self.changes();
        self.tasks[index].send(&Step::Read, now);
    }

    /// Whether this user is being read.
    pub(in crate::engine) fn is_read(&self, index: usize) -> bool {
        self.tasks[index].phase == Phase::Sent(Step::Read)
    }

    /// A scan did not show what this user holds.
    pub(in crate::engine) fn leave_scan(&mut self, index: usize) {
        self.changes();
        let task = &mut self.tasks[index];
        if task.phase == Phase::Sent(Step::Read) {
            task.phase = Phase::Ready(Step::Read);
        }
    }

    /// This user is read alone the next time.
    pub(in crate::engine) fn leave_alone(&mut self, index: usize) {
        self.changes();
        self.tasks[index].reads_alone = true;
    }

    /// A scan shows what these users hold.
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
