//! The way back: wishes that bring users to what they held before a run changed them.

use super::draft::{Draft, NumberWish, Target};
use super::ids::UserId;
use super::plan::Change;
use super::scope::Scope;

/// Drafts what brings these changes back. Users who hold something else by now are left alone; answers who.
pub fn undo<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    draft: &mut Draft,
    scope: Scope,
) -> Vec<UserId> {
    let mut left_alone = Vec::new();
    for change in changes {
        if is_as_changed(change, scope) {
            take_back(change, draft, scope);
        } else {
            left_alone.push(change.user);
        }
    }
    left_alone
}

/// Whether the user holds what the run left.
fn is_as_changed(change: &Change, scope: Scope) -> bool {
    let mut held = scope
        .held(change.user)
        .filter_map(|held| Some(scope.catalog.get(held.kind)?.id));
    let number = change
        .number
        .give
        .is_none_or(|number| scope.number_of(change.user) == Some(number));
    number && held.next() == change.to && held.next().is_none()
}

fn take_back(change: &Change, draft: &mut Draft, scope: Scope) {
    let user = change.user;
    let number = match (change.number.release, change.number.give) {
        (Some(before), _) => Some(NumberWish::Give(before)),
        (None, Some(_)) => Some(NumberWish::Release),
        (None, None) => None,
    };
    let before = change.held.first();
    let license = before.map_or(Target::NoLicense, |held| Target::License(held.product));
    draft.choose_license(user, license, scope);
    if number.is_some() {
        draft.choose_number(user, number, scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Numbers;
    use crate::model::plan::{Plan, Why};
    use crate::model::sample::{self, World, number};

    fn changed() -> (World, World, Plan) {
        let account = || {
            let mut world = World::new(3);
            world.give_number(0, 9_415_550_100);
            world.license(0, sample::SMS);
            world.give_number(1, 9_415_550_101);
            world.add_free_numbers(&[9_415_550_102, 9_415_550_103]);
            world
        };
        let (before, mut world) = (account(), account());
        let scope = world.scope(&world.sms);
        let mut draft = Draft::default();
        let wish = |draft: &mut Draft, user, license, number| {
            draft.choose_number(user, Some(NumberWish::Give(number)), scope);
            draft.choose_license(user, Target::License(license), scope);
        };
        wish(
            &mut draft,
            world.id(0),
            sample::SMS_ULTIMATE,
            number(9_415_550_103),
        );
        draft.choose_for_all(
            [world.id(1), world.id(2)],
            Target::License(sample::SMS),
            Numbers::Automatic,
            scope,
        );
        let plan = Plan::new(&draft, scope);
        assert_eq!(plan.changes.len(), 3);
        world.apply(&plan, |_| {});
        assert_ne!(world.holdings(&world.sms), before.holdings(&before.sms));
        (before, world, plan)
    }

    #[test]
    fn applied_and_undone_is_as_before() {
        let (before, mut world, plan) = changed();
        let mut back = Draft::default();
        let left_alone = undo(&plan.changes, &mut back, world.scope(&world.sms));
        assert_eq!(left_alone, []);
        let plan = Plan::new(&back, world.scope(&world.sms));
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
        let scope = world.scope(&world.sms);
        draft.choose_number(world.id(0), Some(NumberWish::Release), scope);
        let plan = Plan::new(&draft, scope);
        world.apply(&plan, |_| {});
        let mut back = Draft::default();
        undo(&plan.changes, &mut back, world.scope(&world.sms));
        let why = Plan::new(&back, world.scope(&world.sms)).blocks(world.id(0));
        assert_eq!(why, Some(Why::NumberWithoutLicense(number(9_415_550_100))));
    }

    #[test]
    fn who_was_changed_since_is_left_alone() {
        let (_, mut world, plan) = changed();
        let scope = world.scope(&world.sms);
        let license = scope.held(world.id(0)).next().unwrap().id;
        world.unlicense(world.id(0), license);
        let mut back = Draft::default();
        let left_alone = undo(&plan.changes, &mut back, world.scope(&world.sms));
        assert_eq!((left_alone, back.len()), (vec![world.id(0)], 2));
        assert_eq!(back.wish(world.id(0)), Default::default());
    }
}
