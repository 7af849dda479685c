//! Seats of oversubscribed license types.

use super::*;
use crate::domain::keyed::KeySet;
use crate::domain::plan::Oversubscribed;

/// Three users are to get the one seat of a type; these are chosen by hand.
fn plan_with(world: &World, wanting: usize, chosen: Option<&[usize]>) -> Plan {
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    for user in 0..wanting {
        draft.choose_license(world.id(user), FULL, app_view);
    }
    let chosen = chosen.map(|users| users.iter().map(|user| world.id(*user)).collect());
    draft.choose_seats(fixtures::MEET_FULL, chosen);
    Plan::new(&draft, app_view)
}

fn seated(plan: &Plan) -> Vec<UserId> {
    plan.changes.iter().map(|change| change.user).collect()
}

#[test]
fn who_comes_first_gets_the_seat_unless_somebody_is_chosen_by_hand() {
    let world = World::new(3);
    let in_order = plan_with(&world, 3, None);
    assert_eq!(seated(&in_order), [world.id(0)]);
    let by_hand = plan_with(&world, 3, Some(&[2]));
    assert_eq!(seated(&by_hand), [world.id(2)]);
    let reason = BlockReason::Type(fixtures::MEET_FULL, Unavailable::NoSeat);
    let rest = [0, 1].map(|user| world.id(user));
    assert_eq!(by_hand.blocked, rest.map(|user| Blocked { user, reason }));
    let oversubscribed = Oversubscribed {
        product: fixtures::MEET_FULL,
        seats: 1,
        wanting: world.all_ids(),
        seated: vec![world.id(2)],
    };
    assert_eq!(by_hand.oversubscribed, [oversubscribed]);
}

#[test]
fn a_seat_may_be_left_free() {
    let world = World::new(3);
    let plan = plan_with(&world, 3, Some(&[]));
    assert_eq!(seated(&plan), []);
    assert_eq!((plan.oversubscribed[0].seats, plan.blocked.len()), (1, 3));
}

#[test]
fn of_too_many_chosen_the_first_get_the_seats() {
    let world = World::new(3);
    let plan = plan_with(&world, 3, Some(&[2, 1]));
    assert_eq!(seated(&plan), [world.id(1)]);
    assert_eq!(plan.blocked.len(), 2);
}

#[test]
fn where_seats_suffice_everyone_gets_one_whoever_is_chosen() {
    let world = World::new(3);
    let plan = plan_with(&world, 1, Some(&[]));
    assert_eq!(
        (seated(&plan), plan.oversubscribed),
        (vec![world.id(0)], Vec::new())
    );
}

#[test]
fn a_choice_is_forgotten_with_the_last_pending_change_that_it_was_made_for() {
    let world = World::new(2);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    for user in world.all_ids() {
        draft.choose_license(user, FULL, app_view);
    }
    draft.choose_seats(fixtures::MEET_FULL, Some(KeySet::from_iter([world.id(1)])));
    draft.forget(world.id(1));
    assert_eq!(draft.chosen_seats(fixtures::MEET_FULL), None);
    assert_eq!(seated(&Plan::new(&draft, app_view)), [world.id(0)]);
}

#[test]
fn a_draft_for_some_changes_nothing_for_the_others() {
    let world = World::new(3);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    for user in world.all_ids() {
        draft.choose_license(user, PRO, app_view);
    }
    let some = draft.only(&KeySet::from_iter([world.id(1)]));
    assert_eq!(seated(&Plan::new(&some, app_view)), [world.id(1)]);
    assert_eq!(draft.len(), 3);
}

/// StarMessenger has ten seats, all taken; Ultimate has two, and one of them is free.
#[test]
fn who_frees_a_seat_comes_before_somebody_new_who_would_block_both() {
    let mut world = World::new(12);
    for user in 0..12 {
        world.give_number(user, 9_415_550_100 + user as u64);
    }
    for user in 1..11 {
        world.license(user, fixtures::SMS);
    }
    world.license(11, fixtures::SMS_ULTIMATE);
    let ultimate = Target::License(fixtures::SMS_ULTIMATE);
    let plan = plan(
        &world,
        &world.sms,
        &[(0, ultimate), (1, ultimate), (11, SMS)],
    );
    assert_eq!(plan.blocked, []);
    let waves: Vec<usize> = plan.changes.iter().map(|change| change.wave).collect();
    assert_eq!(waves, [0, 1, 2]);
}
