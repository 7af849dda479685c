//! Properties of every account and draft.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::undo::undo;

pub(super) const USERS: usize = 14;

/// One user: licenses, number, pending change, and whether it assigns or releases a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    held: Target,
    has_number: bool,
    pending: Target,
    moves_number: bool,
}

pub(super) fn cases(targets: &'static [Target]) -> impl Strategy<Value = Vec<Case>> {
    let target = || prop::sample::select(targets);
    let case = (target(), any::<bool>(), target(), any::<bool>());
    let case = case.prop_map(|(held, has_number, pending, moves_number)| Case {
        held,
        has_number,
        pending,
        moves_number,
    });
    prop::collection::vec(case, USERS)
}

/// An account without more licenses than seats, in which all licensed users have a number.
pub(super) fn account(cases: &[Case], application: fn(&World) -> &Application) -> World {
    let mut world = World::new(cases.len());
    for (user, case) in cases.iter().enumerate() {
        if case.has_number || case.held != NONE {
            world.give_number(user, 9_415_550_100 + user as u64);
        }
        if let Target::License(product) = case.held {
            let seats = world
                .app_view(application(&world))
                .seats(world.kind(product));
            if !seats.are_full() {
                world.license(user, product);
            }
        }
    }
    world.add_free_numbers(&[9_415_550_200, 9_415_550_201, 9_415_550_202]);
    world
}

fn draft(
    cases: &[Case],
    by_hand: &BTreeSet<usize>,
    world: &World,
    app_view: ApplicationView,
) -> Draft {
    let mut draft = Draft::default();
    for (user, case) in cases.iter().enumerate() {
        let numbers = if case.moves_number {
            Numbers::Automatic
        } else {
            Numbers::AsChosen
        };
        let user = world.id(user);
        draft.choose_for_all([user], case.pending, numbers, app_view);
        let is_licensed = app_view.license_of(user).is_some();
        if case.moves_number && case.pending == NONE && is_licensed {
            draft.choose_number(user, Some(PendingNumber::Release), app_view);
        }
    }
    for (_, kind) in app_view.types() {
        let chosen = by_hand.iter().map(|user| world.id(*user)).collect();
        draft.choose_seats(kind.id, (!by_hand.is_empty()).then_some(chosen));
    }
    draft
}

fn assert_seats(world: &World, application: &Application) {
    let app_view = world.app_view(application);
    for (kind, each) in app_view.types() {
        let seats = app_view.seats(kind);
        let is_within = seats.total.is_none_or(|total| seats.used <= total);
        assert!(is_within, "{}: {seats:?}", each.name);
    }
}

/// Applies the draft and undoes it, and checks the seats whenever most are used.
fn apply_and_undo(
    cases: &[Case],
    by_hand: &BTreeSet<usize>,
    application: fn(&World) -> &Application,
) {
    let mut world = account(cases, application);
    let application = application(&world).clone();
    let before = world.holdings(&application);
    let draft = draft(cases, by_hand, &world, world.app_view(&application));
    let plan = Plan::new(&draft, world.app_view(&application));
    world.apply(&plan, |world| assert_seats(world, &application));
    assert_seats(&world, &application);

    let again = Plan::new(&draft, world.app_view(&application));
    assert_eq!(again.changes, []);
    assert_eq!(again.blocked.len(), plan.blocked.len());

    let mut back = Draft::default();
    let undone = undo(&plan.changes, &mut back, world.app_view(&application));
    assert_eq!(undone.not_undone, []);
    let way_back = Plan::new(&back, world.app_view(&application));
    assert_eq!(way_back.blocked, []);
    world.apply(&way_back, |world| assert_seats(world, &application));
    assert_eq!(world.holdings(&application), before);
}

proptest! {
    #[test]
    fn applied_twice_is_empty_and_undone_is_as_before_within_the_seats(
        cases in cases(&[MEET, PRO, FULL, NONE]),
        by_hand in prop::collection::btree_set(0..USERS, 0..4),
    ) {
        apply_and_undo(&cases, &by_hand, |world| &world.meet);
    }

    #[test]
    fn the_same_holds_with_numbers(
        cases in cases(&[SMS, ULTIMATE, NONE]),
        by_hand in prop::collection::btree_set(0..USERS, 0..4),
    ) {
        apply_and_undo(&cases, &by_hand, |world| &world.sms);
    }
}
