//! The probes of a batch.

use super::Batch;
use crate::engine::probe::Probe;
use crate::engine::progress::Progress;
use crate::engine::user_task::{Context, Phase, Step};

impl Batch {
    /// Starts a probe: reads the first and the last user of the call; the others wait.
    pub(in crate::engine) fn probe(
        &mut self,
        mut tasks: Vec<(usize, Step)>,
        context: Context,
        progress: &mut Progress,
    ) {
        let last = tasks.pop();
        let others = tasks.split_off(tasks.len().min(1));
        let read: Vec<(usize, Step)> = tasks.into_iter().chain(last).collect();
        for (index, _) in &others {
            self.tasks[*index].phase = Phase::Probing;
        }
        for (index, _) in &read {
            self.tasks[*index].needs_read = true;
            self.tasks[*index].reads_alone = true;
            self.go_on(*index, context, progress);
        }
        let others = others.into_iter().map(|(index, _)| index).collect();
        self.probes.push(Probe { read, others });
    }

    /// Starts a probe of the users whose step no page shows.
    pub(in crate::engine) fn probe_unshown(&mut self, context: Context, progress: &mut Progress) {
        let open = self.open.iter();
        let unshown = open.filter_map(|index| match &self.tasks[*index].phase {
            Phase::Unshown(step) => Some((*index, step.clone())),
            _ => None,
        });
        let unshown: Vec<(usize, Step)> = unshown.collect();
        if !unshown.is_empty() {
            self.probe(unshown, context, progress);
        }
    }

    /// Ends probes: the other users continue if nothing was done, or are read.
    pub(in crate::engine) fn end_probes(&mut self, context: Context, progress: &mut Progress) {
        let tasks = &self.tasks;
        let is_read = |probe: &mut Probe| {
            let mut read = probe.read.iter().map(|(index, _)| &tasks[*index]);
            read.all(|task| !task.needs_read || task.is_settled())
        };
        let ended: Vec<Probe> = self.probes.extract_if(.., is_read).collect();
        for Probe { read, others } in ended {
            let has_effect = read
                .iter()
                .any(|(index, step)| self.tasks[*index].may_show(step));
            for index in others {
                if self.tasks[index].phase == Phase::Probing {
                    self.tasks[index].needs_read |= has_effect;
                    self.tasks[index].reads_alone |= has_effect;
                    self.tasks[index].is_scanned &= has_effect;
                    self.go_on(index, context, progress);
                }
            }
        }
    }
}
