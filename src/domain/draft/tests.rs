use super::*;
use crate::domain::fixtures::{self, World, number};

const SMS: Target = Target::License(fixtures::SMS);

#[test]
fn choosing_what_a_user_has_is_no_change() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), Target::License(fixtures::MEET_PRO), app_view);
    assert_eq!(draft.len(), 1);
    draft.choose_license(world.id(0), Target::License(fixtures::MEET), app_view);
    assert!(draft.is_empty());
}

#[test]
fn choosing_one_of_two_licenses_held_removes_the_other() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    world.license(0, fixtures::MEET_PRO);
    let mut draft = Draft::default();
    draft.choose_license(
        world.id(0),
        Target::License(fixtures::MEET),
        world.app_view(&world.meet),
    );
    assert_eq!(draft.len(), 1);
}

#[test]
fn two_licenses_can_be_kept_again() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    world.license(0, fixtures::MEET_PRO);
    let mut draft = Draft::default();
    let app_view = world.app_view(&world.meet);
    draft.choose_license(world.id(0), Target::License(fixtures::MEET), app_view);
    draft.keep_licenses(world.id(0));
    assert!(draft.is_empty());
}

#[test]
fn automatic_numbers_are_handed_out_in_order_and_each_once() {
    let mut world = World::new(3);
    world.add_free_numbers(&[9_415_550_103, 9_415_550_101, 9_415_550_102]);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_number(
        world.id(0),
        Some(PendingNumber::Give(number(9_415_550_101))),
        app_view,
    );
    let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
    assert_eq!(short, None);
    let given = [0, 1, 2].map(|user| {
        draft
            .pending_change(world.id(user))
            .number_after(world.id(user), app_view)
            .unwrap()
    });
    assert_eq!(
        given,
        [9_415_550_101, 9_415_550_102, 9_415_550_103].map(number)
    );
}

#[test]
fn too_few_numbers_are_said_with_the_exact_count() {
    let mut world = World::new(5);
    world.add_free_numbers(&[9_415_550_101, 9_415_550_102]);
    let mut draft = Draft::default();
    let app_view = world.app_view(&world.sms);
    let short = draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
    assert_eq!(
        short,
        Some(Shortage {
            needed: 5,
            available: 2
        })
    );
    assert_eq!(draft.len(), 5);
}

#[test]
fn inactive_users_get_no_automatic_number_but_keep_the_pending_change() {
    let mut world = World::new(2);
    world.add_free_numbers(&[9_415_550_101, 9_415_550_102]);
    world.deactivate(0);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), SMS, Numbers::Automatic, app_view);
    assert_eq!(
        draft.pending_change(world.id(0)),
        PendingChange {
            license: Some(SMS),
            number: None
        }
    );
    assert_eq!(
        draft
            .pending_change(world.id(1))
            .number_after(world.id(1), app_view),
        Some(number(9_415_550_101))
    );
}

#[test]
fn without_a_license_no_number_is_given_and_with_one_none_is_released() {
    let mut world = World::new(1);
    world.add_free_numbers(&[9_415_550_101]);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_number(
        world.id(0),
        Some(PendingNumber::Give(number(9_415_550_101))),
        app_view,
    );
    draft.choose_license(world.id(0), SMS, app_view);
    draft.choose_license(world.id(0), Target::NoLicense, app_view);
    assert!(draft.is_empty());

    world.give_number(0, 9_415_550_102);
    world.license(0, fixtures::SMS);
    let app_view = world.app_view(&world.sms);
    draft.choose_license(world.id(0), Target::NoLicense, app_view);
    draft.choose_number(world.id(0), Some(PendingNumber::Release), app_view);
    draft.choose_license(
        world.id(0),
        Target::License(fixtures::SMS_ULTIMATE),
        app_view,
    );
    assert_eq!(
        draft
            .pending_change(world.id(0))
            .number_after(world.id(0), app_view),
        Some(number(9_415_550_102))
    );
}

#[test]
fn whoever_is_discarded_counts_as_edited() {
    let world = World::new(2);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_license(world.id(1), Target::License(fixtures::MEET), app_view);
    draft.take_edited();
    draft.discard();
    assert_eq!(
        draft,
        Draft {
            edited: vec![world.id(1)],
            ..Draft::default()
        }
    );
}
