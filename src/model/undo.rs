//! The way back: wishes that bring users to what they held before a run changed them.

use super::draft::{Draft, NumberWish, Target};
use super::plan::Change;
use super::scope::Scope;

/// Drafts what brings these changes back. Users who hold something else by now are left alone; answers how many.
pub fn undo<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    draft: &mut Draft,
    scope: Scope,
) -> usize {
    let mut left_alone = 0;
    for change in changes {
        if is_as_changed(change, scope) {
            take_back(change, draft, scope);
        } else {
            left_alone += 1;
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
    if number.is_some() {
        draft.choose_number(user, number, scope);
    }
    draft.choose_license(user, license, scope);
    if number == Some(NumberWish::Release) {
        draft.choose_number(user, number, scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Numbers;
    use crate::model::plan::Plan;
    use crate::model::sample::{self, World, number};

    /// What a run of the draft would do, done.
    fn apply(world: &mut World, plan: &Plan) {
        for change in &plan.changes {
            for removed in &change.remove {
                world.unlicense(change.user, removed.license);
            }
            if let Some(to) = change.to.filter(|_| change.assign) {
                world.license_id(change.user, to);
            }
            if let Some(released) = change.number.release {
                world.directory.numbers.set_holder(released, None);
            }
            if let Some(given) = change.number.give {
                world.directory.numbers.set_holder(given, Some(change.user));
            }
        }
    }

    fn products(world: &World) -> Vec<Vec<crate::model::ids::ProductId>> {
        let scope = world.scope(&world.sms);
        let held = |user| {
            scope
                .held(user)
                .filter_map(|held| Some(scope.catalog.get(held.kind)?.id))
                .collect()
        };
        world.all_ids().into_iter().map(held).collect()
    }

    fn numbers(world: &World) -> Vec<Option<crate::model::number::Number>> {
        let scope = world.scope(&world.sms);
        let users = world.all_ids().into_iter();
        users.map(|user| scope.number_of(user)).collect()
    }

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
        apply(&mut world, &plan);
        assert_ne!(products(&world), products(&before));
        (before, world, plan)
    }

    #[test]
    fn applied_and_undone_is_as_before() {
        let (before, mut world, plan) = changed();
        let mut back = Draft::default();
        let left_alone = undo(&plan.changes, &mut back, world.scope(&world.sms));
        assert_eq!(left_alone, 0);
        let plan = Plan::new(&back, world.scope(&world.sms));
        assert_eq!(plan.blocked, []);
        apply(&mut world, &plan);
        assert_eq!(products(&world), products(&before));
        assert_eq!(numbers(&world), numbers(&before));
    }

    #[test]
    fn who_was_changed_since_is_left_alone() {
        let (_, mut world, plan) = changed();
        let scope = world.scope(&world.sms);
        let license = scope.held(world.id(0)).next().unwrap().id;
        world.unlicense(world.id(0), license);
        let mut back = Draft::default();
        let left_alone = undo(&plan.changes, &mut back, world.scope(&world.sms));
        assert_eq!((left_alone, back.len()), (1, 2));
        assert_eq!(back.wish(world.id(0)), Default::default());
    }
}
