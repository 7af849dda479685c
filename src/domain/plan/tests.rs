use super::*;
use crate::domain::catalog::Application;
use crate::domain::draft::{Numbers, PendingNumber, Target};
use crate::domain::fixtures::{self, World, number};

mod draft_summary;
mod properties;
mod seats;

const MEET: Target = Target::License(fixtures::MEET);
const PRO: Target = Target::License(fixtures::MEET_PRO);
const FULL: Target = Target::License(fixtures::MEET_FULL);
const OFF: Target = Target::License(fixtures::MEET_OFF);
const SMS: Target = Target::License(fixtures::SMS);
const ULTIMATE: Target = Target::License(fixtures::SMS_ULTIMATE);
const NONE: Target = Target::NoLicense;

fn plan(world: &World, application: &Application, pending: &[(usize, Target)]) -> Plan {
    let app_view = world.app_view(application);
    let mut draft = Draft::default();
    for (user, target) in pending {
        draft.choose_license(world.id(*user), *target, app_view);
    }
    Plan::new(&draft, app_view)
}

#[test]
fn a_change_of_type_assigns_the_new_one_and_removes_the_old_one() {
    let mut world = World::new(1);
    let old = world.license(0, fixtures::MEET);
    let plan = plan(&world, &world.meet, &[(0, PRO)]);
    let change = &plan.changes[0];
    assert!(change.assign);
    assert_eq!(change.to, Some(fixtures::MEET_PRO));
    assert_eq!(
        change.remove,
        [HeldLicense {
            license: old,
            product: fixtures::MEET
        }]
    );
    assert_eq!(plan.emails(), 1);
}

#[test]
fn inactive_users_are_blocked_but_can_lose_their_license() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET);
    world.deactivate(0);
    world.deactivate(1);
    let plan = plan(&world, &world.meet, &[(0, Target::NoLicense), (1, MEET)]);
    assert_eq!(plan.removals(), 1);
    assert_eq!(
        plan.blocked,
        [Blocked {
            user: world.id(1),
            reason: BlockReason::Inactive
        }]
    );
}

#[test]
fn users_without_a_number_are_blocked_where_one_is_needed() {
    let world = World::new(1);
    let plan = plan(&world, &world.sms, &[(0, SMS)]);
    assert_eq!(
        plan.blocked,
        [Blocked {
            user: world.id(0),
            reason: BlockReason::NoNumber
        }]
    );
    assert!(plan.is_empty());
}

#[test]
fn who_finds_no_seat_is_blocked_in_the_order_of_the_table() {
    let world = World::new(3);
    let plan = plan(&world, &world.meet, &[(0, FULL), (1, FULL), (2, FULL)]);
    assert_eq!(plan.changes.len(), 1);
    let reason = BlockReason::Type(fixtures::MEET_FULL, Unavailable::NoSeat);
    assert_eq!(
        plan.blocked,
        [1, 2].map(|user| Blocked {
            user: world.id(user),
            reason
        })
    );
}

#[test]
fn a_seat_that_is_freed_in_the_plan_is_used_in_a_later_wave() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET_FULL);
    let plan = plan(&world, &world.meet, &[(0, PRO), (1, FULL)]);
    let waves: Vec<(UserId, usize)> = plan
        .changes
        .iter()
        .map(|change| (change.user, change.wave))
        .collect();
    assert_eq!(waves, [(world.id(0), 0), (world.id(1), 1)]);
}

#[test]
fn a_type_that_is_switched_off_is_blocked() {
    let world = World::new(1);
    let plan = plan(
        &world,
        &world.meet,
        &[(0, Target::License(fixtures::MEET_OFF))],
    );
    let reason = BlockReason::Type(fixtures::MEET_OFF, Unavailable::SwitchedOff);
    assert_eq!(
        plan.blocked,
        [Blocked {
            user: world.id(0),
            reason
        }]
    );
}

#[test]
fn a_number_chosen_without_a_license_type_is_blocked() {
    let mut world = World::new(1);
    world.add_free_numbers(&[9_415_550_101]);
    let mut draft = Draft::default();
    let app_view = world.app_view(&world.sms);
    draft.choose_number(
        world.id(0),
        Some(PendingNumber::Give(number(9_415_550_101))),
        app_view,
    );
    let reason = BlockReason::NumberWithoutLicense(number(9_415_550_101));
    assert_eq!(
        Plan::new(&draft, app_view).blocked,
        [Blocked {
            user: world.id(0),
            reason
        }]
    );
}

#[test]
fn another_number_for_a_licensed_user_gives_the_new_one_and_releases_the_old_one() {
    let mut world = World::new(1);
    world.give_number(0, 9_415_550_100);
    world.license(0, fixtures::SMS);
    world.add_free_numbers(&[9_415_550_101]);
    let mut draft = Draft::default();
    let app_view = world.app_view(&world.sms);
    draft.choose_number(
        world.id(0),
        Some(PendingNumber::Give(number(9_415_550_101))),
        app_view,
    );
    let plan = Plan::new(&draft, app_view);
    let change = &plan.changes[0];
    assert!(!change.assign && change.remove.is_empty());
    assert_eq!(change.number.give, Some(number(9_415_550_101)));
    assert_eq!(change.number.release, Some(number(9_415_550_100)));
    assert_eq!(plan.emails(), 0);
}

#[test]
fn a_number_that_someone_took_meanwhile_blocks() {
    let mut world = World::new(2);
    world.add_free_numbers(&[9_415_550_101]);
    let mut draft = Draft::default();
    let app_view = world.app_view(&world.sms);
    draft.choose_for_all([world.id(0)], SMS, Numbers::Automatic, app_view);
    world.give_number(1, 9_415_550_101);
    let plan = Plan::new(&draft, world.app_view(&world.sms));
    assert_eq!(
        plan.blocked[0].reason,
        BlockReason::NumberTaken(number(9_415_550_101))
    );
}

#[test]
fn taking_many_licenses_away_asks_for_the_number() {
    let guard = |licensed: usize, removed: usize| {
        let mut world = World::new(licensed);
        for user in 0..licensed {
            world.license(user, fixtures::MEET);
        }
        let pending: Vec<_> = (0..removed).map(|user| (user, Target::NoLicense)).collect();
        let guard = plan(&world, &world.meet, &pending).guard(world.app_view(&world.meet), 0);
        guard.map(|guard| guard.removals)
    };
    assert_eq!(guard(100, 21), Some(21));
    assert_eq!(guard(100, 20), None);
    assert_eq!(guard(12, 10), None);
    assert_eq!(guard(12, 11), Some(11));
}

#[test]
fn who_loses_a_license_may_give_the_number_back() {
    let mut world = World::new(2);
    for user in [0, 1] {
        world.give_number(user, 9_415_550_100 + user as u64);
        world.license(user, fixtures::SMS);
    }
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_for_all(
        world.all_ids(),
        Target::NoLicense,
        Numbers::AsChosen,
        app_view,
    );
    assert_eq!(Plan::new(&draft, app_view).releasable(), (2, 0));
    draft.choose_number(world.id(0), Some(PendingNumber::Release), app_view);
    assert_eq!(Plan::new(&draft, app_view).releasable(), (2, 1));
}

#[test]
fn an_application_that_needs_no_number_leaves_the_users_number_alone() {
    let mut world = World::new(2);
    for user in [0, 1] {
        world.give_number(user, 9_415_550_100 + user as u64);
    }
    world.license(0, fixtures::MEET);
    let plan = plan(&world, &world.meet, &[(0, Target::NoLicense), (1, MEET)]);
    assert_eq!(plan.changes.len(), 2);
    assert!(
        plan.changes
            .iter()
            .all(|change| change.number == NumberChange::default())
    );
    assert_eq!(plan.releasable(), (0, 0));
}

#[test]
fn moves_and_seats_add_up() {
    let mut world = World::new(3);
    world.license(0, fixtures::MEET);
    world.license(1, fixtures::MEET);
    let app_view = world.app_view(&world.meet);
    let plan = plan(&world, &world.meet, &[(0, PRO), (1, PRO), (2, MEET)]);
    let [meet, pro] = [fixtures::MEET, fixtures::MEET_PRO].map(|product| world.kind(product));
    assert_eq!(
        plan.moves(app_view),
        [
            Move {
                kind: MoveKind::License {
                    from: vec![],
                    to: Some(meet)
                },
                changes: vec![2]
            },
            Move {
                kind: MoveKind::License {
                    from: vec![meet],
                    to: Some(pro)
                },
                changes: vec![0, 1]
            },
        ]
    );
    let after: Vec<(usize, u32)> = plan
        .seats(app_view)
        .iter()
        .map(|seats| (seats.kind.column(), seats.after.used))
        .collect();
    assert_eq!(after, [(meet.column(), 1), (pro.column(), 2)]);
}

#[test]
fn of_two_licenses_both_are_shown_and_the_one_that_goes_is_counted() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    world.license(0, fixtures::MEET_PRO);
    let app_view = world.app_view(&world.meet);
    let plan = plan(&world, &world.meet, &[(0, MEET)]);
    let [meet, pro] = [fixtures::MEET, fixtures::MEET_PRO].map(|product| world.kind(product));
    let keeps_one = Move {
        kind: MoveKind::License {
            from: vec![meet, pro],
            to: Some(meet),
        },
        changes: vec![0],
    };
    assert_eq!(plan.moves(app_view), [keeps_one]);
    let after: Vec<_> = plan
        .seats(app_view)
        .into_iter()
        .map(|each| (each.kind, each.after.used))
        .collect();
    assert_eq!(after, [(pro, 0)]);
    assert_eq!((plan.emails(), plan.removals()), (0, 0));
}

#[test]
fn four_times_ten_licenses_are_not_taken_away_unasked() {
    let mut world = World::new(58);
    for user in 0..58 {
        world.license(user, fixtures::MEET);
    }
    let mut applied: Vec<Change> = Vec::new();
    let mut guards = Vec::new();
    for run in 0..4 {
        let pending: Vec<_> = (0..10)
            .map(|user| (run * 10 + user, Target::NoLicense))
            .collect();
        let plan = plan(&world, &world.meet, &pending);
        let app_view = world.app_view(&world.meet);
        guards.push(plan.guard(app_view, still_without(applied.iter(), app_view)));
        world.apply(&plan, |_| {});
        applied.extend(plan.changes);
    }
    let asked = |earlier| {
        Some(Guard {
            removals: 10,
            earlier,
        })
    };
    assert_eq!(guards, [None, asked(10), asked(20), asked(30)]);
}

#[test]
fn who_has_a_license_again_is_not_counted_as_removed() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET);
    world.license(1, fixtures::MEET);
    let both = [(0, Target::NoLicense), (1, Target::NoLicense)];
    let removal = plan(&world, &world.meet, &both);
    world.apply(&removal, |_| {});
    let without =
        |world: &World| still_without(removal.changes.iter(), world.app_view(&world.meet));
    assert_eq!(without(&world), 2);
    world.license(0, fixtures::MEET);
    assert_eq!(without(&world), 1);
}

#[test]
fn a_plan_that_only_removes_says_so() {
    let mut world = World::new(3);
    world.license(0, fixtures::MEET);
    world.license(1, fixtures::MEET);
    world.license(1, fixtures::MEET_PRO);
    let removes = |pending: &[(usize, Target)]| plan(&world, &world.meet, pending).only_removes();
    assert_eq!(removes(&[(0, Target::NoLicense)]), Some(1));
    assert_eq!(removes(&[(0, Target::NoLicense), (2, MEET)]), None);
    assert_eq!(removes(&[(1, Target::NoLicense)]), None);
    assert_eq!(removes(&[]), None);
}
