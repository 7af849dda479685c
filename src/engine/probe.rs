//! A bulk call that was refused, or whose answer was lost, held against what the server shows of some of its users.

use super::batch::Batch;
use super::progress::Progress;
use super::user_task::{Context, Phase, Step};

/// A bulk call that was refused, or of which no page shows anything. It is taken to mean that nothing was done once the
/// first and the last user have been read alone and show nothing of it; a server may have done a part before it met what
/// it refused, and pages may show less than what users hold.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    read: Vec<(usize, Step)>,
    others: Vec<usize>,
}

impl Batch {
    /// Reads the first and the last user of such a call; the others wait for what they show.
    pub(super) fn probe(
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

    /// Reads some of those of whom no page shows what was sent.
    pub(super) fn probe_unshown(&mut self, context: Context, progress: &mut Progress) {
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

    /// Lets those go on whose call is known to have done nothing, or reads them alone.
    pub(super) fn end_probes(&mut self, context: Context, progress: &mut Progress) {
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
