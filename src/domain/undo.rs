//! Undo: pending changes that restore what users had before a run.

use super::application_view::ApplicationView;
use super::draft::{Draft, PendingChange, PendingNumber, Target};
use super::ids::{ProductId, UserId};
use super::plan::Change;

/// The result of drafting an undo.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Undone {
    /// Users for whom the undo is drafted.
    pub drafted: Vec<UserId>,
    /// Users who were changed after the run and are not undone.
    pub not_undone: Vec<UserId>,
    /// Users who had several licenses of the application, with those that are not restored: all but the first.
    pub not_restored: Vec<(UserId, Vec<ProductId>)>,
}

/// Drafts the undo of these changes. Users who have something else by now are skipped.
pub fn undo<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    draft: &mut Draft,
    app_view: ApplicationView,
) -> Undone {
    let mut undone = Undone::default();
    for change in changes {
        let user = change.user;
        if !is_as_changed(change, app_view) {
            undone.not_undone.push(user);
            continue;
        }
        take_back(change, draft, app_view);
        if draft.pending_change(user) != PendingChange::default() {
            undone.drafted.push(user);
        }
        let lost = not_restored(change);
        if !lost.is_empty() {
            undone.not_restored.push((user, lost));
        }
    }
    undone
}

/// Whether the user still has what the run left.
fn is_as_changed(change: &Change, app_view: ApplicationView) -> bool {
    let held = app_view.held(change.user);
    let held = held.filter_map(|held| Some(app_view.catalog.get(held.kind)?.id));
    let number = change
        .number
        .give
        .is_none_or(|number| app_view.number_of(change.user) == Some(number));
    number && sorted(held.collect()) == sorted(change.leaves())
}

fn sorted(mut products: Vec<ProductId>) -> Vec<ProductId> {
    products.sort_unstable();
    products
}

fn take_back(change: &Change, draft: &mut Draft, app_view: ApplicationView) {
    let user = change.user;
    draft.forget(user);
    if change.changes_license() {
        let before = change.held.first();
        let license = before.map_or(Target::NoLicense, |held| Target::License(held.product));
        draft.choose_license(user, license, app_view);
    }
    let number = match (change.number.release, change.number.give) {
        (Some(before), _) => Some(PendingNumber::Give(before)),
        (None, Some(_)) => Some(PendingNumber::Release),
        (None, None) => None,
    };
    if number.is_some() {
        draft.choose_number(user, number, app_view);
    }
}

/// Licenses that the change removed and undo does not restore, since a user should have one per application.
fn not_restored(change: &Change) -> Vec<ProductId> {
    let others = change.held.iter().skip(1);
    others
        .filter(|held| change.remove.contains(held))
        .map(|held| held.product)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::Numbers;
    use crate::domain::fixtures::{self, World, number};
    use crate::domain::plan::{BlockReason, Plan};

    fn changed() -> (World, World, Plan) {
        let account = || {
            let mut world = World::new(3);
            world.give_number(0, 9_415_550_100);
            world.license(0, fixtures::SMS);
            world.give_number(1, 9_415_550_101);
            world.add_free_numbers(&[9_415_550_102, 9_415_550_103]);
            world
        };
        let (before, mut world) = (account(), account());
        let app_view = world.app_view(&world.sms);
        let mut draft = Draft::default();
        let pending = |draft: &mut Draft, user, license, number| {
            draft.choose_number(user, Some(PendingNumber::Give(number)), app_view);
            draft.choose_license(user, Target::License(license), app_view);
        };
        pending(
            &mut draft,
            world.id(0),
            fixtures::SMS_ULTIMATE,
            number(9_415_550_103),
        );
        draft.choose_for_all(
            [world.id(1), world.id(2)],
            Target::License(fixtures::SMS),
            Numbers::Automatic,
            app_view,
        );
        let plan = Plan::new(&draft, app_view);
        assert_eq!(plan.changes.len(), 3);
        world.apply(&plan, |_| {});
        assert_ne!(world.holdings(&world.sms), before.holdings(&before.sms));
        (before, world, plan)
    }

    #[test]
    fn applied_and_undone_is_as_before() {
        let (before, mut world, plan) = changed();
        let mut back = Draft::default();
        let undone = undo(&plan.changes, &mut back, world.app_view(&world.sms));
        assert_eq!((undone.drafted.len(), undone.not_undone), (3, vec![]));
        let plan = Plan::new(&back, world.app_view(&world.sms));
        assert_eq!(plan.blocked, []);
        world.apply(&plan, |_| {});
        assert_eq!(world.holdings(&world.sms), before.holdings(&before.sms));
    }

    #[test]
    fn a_number_that_was_given_back_without_a_license_is_drafted_and_the_plan_says_what_is_missing()
    {
        let mut world = World::new(1);
        world.give_number(0, 9_415_550_100);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.sms);
        draft.choose_number(world.id(0), Some(PendingNumber::Release), app_view);
        let plan = Plan::new(&draft, app_view);
        world.apply(&plan, |_| {});
        let mut back = Draft::default();
        undo(&plan.changes, &mut back, world.app_view(&world.sms));
        let why = Plan::new(&back, world.app_view(&world.sms))
            .block_reasons()
            .get(&world.id(0))
            .copied();
        assert_eq!(
            why,
            Some(BlockReason::NumberWithoutLicense(number(9_415_550_100)))
        );
    }

    #[test]
    fn who_was_changed_since_is_left_alone() {
        let (_, mut world, plan) = changed();
        let app_view = world.app_view(&world.sms);
        let license = app_view.held(world.id(0)).next().unwrap().id;
        world.unlicense(world.id(0), license);
        let mut back = Draft::default();
        let undone = undo(&plan.changes, &mut back, world.app_view(&world.sms));
        assert_eq!((undone.not_undone, back.len()), (vec![world.id(0)], 2));
        assert_eq!(back.pending_change(world.id(0)), Default::default());
    }

    /// A user with two licenses and this pending change; after the run.
    fn changed_with_two(license: Target) -> (World, Plan) {
        let mut world = World::new(1);
        world.license(0, fixtures::MEET);
        world.license(0, fixtures::MEET_PRO);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.meet);
        draft.choose_license(world.id(0), license, app_view);
        let plan = Plan::new(&draft, app_view);
        world.apply(&plan, |_| {});
        (world, plan)
    }

    #[test]
    fn of_two_licenses_the_first_comes_back_and_the_other_is_said_not_to() {
        let (mut world, plan) = changed_with_two(Target::NoLicense);
        let user = world.id(0);
        let mut back = Draft::default();
        let undone = undo(&plan.changes, &mut back, world.app_view(&world.meet));
        let expected = Undone {
            drafted: vec![user],
            not_undone: vec![],
            not_restored: vec![(user, vec![fixtures::MEET_PRO])],
        };
        assert_eq!(undone, expected);
        let plan = Plan::new(&back, world.app_view(&world.meet));
        world.apply(&plan, |_| {});
        assert_eq!(world.holdings(&world.meet)[0].0, [fixtures::MEET]);
    }

    #[test]
    fn who_kept_the_first_of_two_licenses_has_nothing_to_undo() {
        let (world, plan) = changed_with_two(Target::License(fixtures::MEET));
        let mut back = Draft::default();
        let undone = undo(&plan.changes, &mut back, world.app_view(&world.meet));
        assert!(back.is_empty());
        assert_eq!(undone.drafted, []);
        let lost = vec![(world.id(0), vec![fixtures::MEET_PRO])];
        assert_eq!((undone.not_undone, undone.not_restored), (vec![], lost));
    }

    #[test]
    fn a_number_that_changed_alone_is_taken_back_and_two_licenses_stay() {
        let mut world = World::new(1);
        world.license(0, fixtures::SMS);
        world.license(0, fixtures::SMS_ULTIMATE);
        world.give_number(0, 9_415_550_100);
        world.add_free_numbers(&[9_415_550_101]);
        let pending = Some(PendingNumber::Give(number(9_415_550_101)));
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.sms);
        draft.choose_number(world.id(0), pending, app_view);
        let plan = Plan::new(&draft, app_view);
        world.apply(&plan, |_| {});
        let mut back = Draft::default();
        let undone = undo(&plan.changes, &mut back, world.app_view(&world.sms));
        assert_eq!(undone.drafted, [world.id(0)]);
        assert_eq!(back.pending_change(world.id(0)).license, None);
    }
}
