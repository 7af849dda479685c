//! The report: the result of a run by user. It is made when the run has ended, and changes only by rechecks.

use super::{Emails, Outcome, Reason, Run, Tally};
use crate::domain::application_view::ApplicationView;
use crate::domain::draft::Draft;
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;
use crate::domain::plan::Change;

/// The result of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The number of users by outcome.
    pub tally: Tally,
    /// All users: problems first, each group in the order of the plan.
    pub lines: Vec<Line>,
    /// The server's message, if the run ended early because the administrator has no permission.
    pub forbidden: Option<String>,
}

/// The result of one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The planned change.
    pub change: Change,
    /// What the user had before.
    pub was: Holding,
    /// What the user had when the run ended; `None`: could not be read.
    pub is: Option<Holding>,
    /// The outcome.
    pub outcome: Outcome,
    /// Whether a write may still take effect.
    pub is_unresolved: bool,
    /// How many welcome emails the run caused.
    pub emails: Emails,
}

/// What a user has for an application.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Holding {
    /// The license types.
    pub licenses: Vec<ProductId>,
    /// The SMS number, if the application needs one.
    pub number: Option<Number>,
}

impl Report {
    /// The result of a run.
    pub fn new(run: &Run, app_view: ApplicationView) -> Self {
        let lines = run
            .outcomes()
            .map(|(change, outcome)| Line::new(run, change, outcome, app_view));
        Self::of(run, lines.collect())
    }

    /// The result corrected by rechecks. Users without a new outcome keep what they had then.
    pub fn corrected(&self, run: &Run, app_view: ApplicationView) -> Self {
        let lines = self.lines.iter().map(|line| {
            let outcome = run.outcome(line.change.user).unwrap_or(&line.outcome);
            let now = Line::new(run, &line.change, outcome, app_view);
            let is = line.is.clone();
            let is_new = now.outcome != line.outcome || is.is_none();
            Line {
                is: if is_new { now.is } else { is },
                ..now
            }
        });
        Self::of(run, lines.collect())
    }

    fn of(run: &Run, mut lines: Vec<Line>) -> Self {
        lines.sort_by_key(|line| !line.is_problem());
        Self {
            tally: run.tally(),
            lines,
            forbidden: run.forbidden().map(str::to_owned),
        }
    }

    /// The number of users whose change may still take effect.
    pub fn unresolved(&self) -> usize {
        self.lines.iter().filter(|line| line.is_unresolved).count()
    }

    /// How many welcome emails the run caused; `None`: not known exactly.
    pub fn emails(&self) -> Option<usize> {
        self.lines.iter().map(|line| line.emails.exactly()).sum()
    }

    /// The changes of all changed users, or of those `chosen`.
    pub fn changed(&self, chosen: Option<&KeySet<UserId>>) -> impl Iterator<Item = &Change> {
        let lines = self.lines.iter().filter(|line| line.can_be_undone());
        lines
            .map(|line| &line.change)
            .filter(move |change| chosen.is_none_or(|chosen| chosen.contains(&change.user)))
    }

    /// Failed users whose change is still pending.
    pub fn failed(&self, draft: &Draft) -> KeySet<UserId> {
        let lines = self.lines.iter();
        let failed =
            lines.filter(|line| matches!(line.outcome, Outcome::Failed(_) | Outcome::Unchanged));
        failed
            .map(|line| line.change.user)
            .filter(|user| draft.pending_change(*user) != Default::default())
            .collect()
    }
}

impl Line {
    fn new(run: &Run, change: &Change, outcome: &Outcome, app_view: ApplicationView) -> Self {
        Self {
            was: Holding::before(change),
            is: is_read(outcome).then(|| Holding::now(change.user, app_view)),
            outcome: outcome.clone(),
            is_unresolved: run.is_unresolved(change.user),
            emails: run.emails_to(change.user),
            change: change.clone(),
        }
    }

    /// Whether the user was not changed as planned.
    pub fn is_problem(&self) -> bool {
        self.outcome != Outcome::Changed
    }

    /// Whether the run changed the user, so that the change can be undone.
    pub fn can_be_undone(&self) -> bool {
        self.outcome == Outcome::Changed
    }
}

/// Whether the user's state is known.
fn is_read(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Failed(Reason::NotVerified(_) | Reason::UserDeleted)
    )
}

impl Holding {
    fn before(change: &Change) -> Self {
        Self {
            licenses: change.held.iter().map(|held| held.product).collect(),
            number: change.number.before(),
        }
    }

    /// What a user has according to the directory.
    pub fn now(user: UserId, app_view: ApplicationView) -> Self {
        let kinds = app_view.held(user).map(|held| held.kind);
        let number = app_view.number_of(user);
        Self {
            licenses: kinds
                .filter_map(|kind| Some(app_view.catalog.get(kind)?.id))
                .collect(),
            number: number.filter(|_| app_view.application.needs_number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::{PendingNumber, Target};
    use crate::domain::fixtures::{self, World, number};
    use crate::domain::plan::Plan;
    use crate::engine::tests::{Server, finish};

    const OLD: u64 = 9_415_550_100;
    const NEW: u64 = 9_415_550_101;

    /// Three users get StarMessenger Ultimate, the first with another number; the last is refused.
    fn ended() -> (World, Draft, Report) {
        let mut world = World::new(3);
        for user in 0..3 {
            world.give_number(user, OLD + 10 * user as u64);
        }
        world.license(0, fixtures::SMS);
        world.add_free_numbers(&[NEW]);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.sms);
        draft.choose_number(
            world.id(0),
            Some(PendingNumber::Give(number(NEW))),
            app_view,
        );
        for user in world.all_ids() {
            let target = if user == world.id(0) {
                fixtures::SMS_ULTIMATE
            } else {
                fixtures::SMS
            };
            draft.choose_license(user, Target::License(target), app_view);
        }
        let plan = Plan::new(&draft, app_view);
        let mut server = Server::of(&world);
        server.refuses.insert(world.id(2));
        let run = finish(Run::new(plan.clone(), 1), &mut server);
        let done = Plan {
            changes: plan.changes[..2].to_vec(),
            ..plan
        };
        world.apply(&done, |_| {});
        let report = Report::new(&run, world.app_view(&world.sms));
        (world, draft, report)
    }

    #[test]
    fn problems_come_first_and_every_user_is_there() {
        let (world, _, report) = ended();
        let users: Vec<UserId> = report.lines.iter().map(|line| line.change.user).collect();
        assert_eq!(users, [2, 0, 1].map(|user| world.id(user)));
        assert_eq!((report.tally.changed, report.tally.failed), (2, 1));
    }

    #[test]
    fn what_was_and_what_is_are_license_and_number() {
        let (_, _, report) = ended();
        let held = |licenses: &[ProductId], digits| Holding {
            licenses: licenses.to_vec(),
            number: Some(number(digits)),
        };
        let lines: Vec<_> = report
            .lines
            .iter()
            .map(|line| {
                let is = line.is.clone().unwrap();
                (line.was.clone(), is, line.emails.exactly())
            })
            .collect();
        assert_eq!(
            lines,
            [
                (held(&[], OLD + 20), held(&[], OLD + 20), Some(0)),
                (
                    held(&[fixtures::SMS], OLD),
                    held(&[fixtures::SMS_ULTIMATE], NEW),
                    Some(1)
                ),
                (
                    held(&[], OLD + 10),
                    held(&[fixtures::SMS], OLD + 10),
                    Some(1)
                ),
            ]
        );
    }

    #[test]
    fn only_who_was_changed_and_chosen_is_undone() {
        let (world, _, report) = ended();
        let users = |chosen: Option<&KeySet<UserId>>| -> Vec<UserId> {
            report.changed(chosen).map(|change| change.user).collect()
        };
        assert_eq!(users(None), [world.id(0), world.id(1)]);
        let chosen = KeySet::from_iter([world.id(1), world.id(2)]);
        assert_eq!(users(Some(&chosen)), [world.id(1)]);
    }

    #[test]
    fn who_failed_is_retried_only_while_the_change_is_pending() {
        let (world, mut draft, report) = ended();
        assert_eq!(report.failed(&draft), KeySet::from_iter([world.id(2)]));
        draft.forget(world.id(2));
        assert_eq!(report.failed(&draft), KeySet::default());
    }

    #[test]
    fn an_application_without_numbers_says_none() {
        let mut world = World::new(1);
        world.give_number(0, OLD);
        let app_view = world.app_view(&world.meet);
        let mut draft = Draft::default();
        draft.choose_license(world.id(0), Target::License(fixtures::MEET), app_view);
        let run = finish(
            Run::new(Plan::new(&draft, app_view), 1),
            &mut Server::of(&world),
        );
        let report = Report::new(&run, app_view);
        assert_eq!(
            (
                report.lines[0].was.number,
                report.lines[0].is.as_ref().unwrap().number
            ),
            (None, None)
        );
    }
}
