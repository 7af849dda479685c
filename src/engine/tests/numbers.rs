use std::collections::BTreeMap;

use super::server::Server;
use super::{finish, journaled, settle};
use crate::domain::draft::{Draft, Numbers, PendingNumber, Target};
use crate::domain::fixtures::{self, World, number};
use crate::domain::plan::Plan;
use crate::engine::{Assignment, Command, Outcome, Reason, Run};

fn sms_run(world: &World) -> Run {
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_for_all(
        world.all_ids(),
        Target::License(fixtures::SMS),
        Numbers::Automatic,
        app_view,
    );
    Run::new(Plan::new(&draft, app_view), 1)
}

#[test]
fn an_sms_license_is_number_then_alias_then_license() {
    let mut world = World::new(1);
    world.add_free_numbers(&[9_415_550_101]);
    let mut server = Server::of(&world);
    settle(sms_run(&world), &mut server);
    let (user, number) = (world.id(0), number(9_415_550_101));
    let assignment = Assignment {
        user,
        product: fixtures::SMS,
        number: Some(number),
    };
    assert_eq!(
        server.calls,
        [
            Command::ReadLicenses(user),
            Command::Journal(vec![journaled(user, Vec::new())]),
            Command::GiveNumber { user, number },
            Command::ReadNumbers(user),
            Command::BindAlias { user, number },
            Command::ReadNumbers(user),
            Command::Assign(vec![assignment]),
            Command::ReadLicenses(user),
        ]
    );
}

#[test]
fn a_number_goes_back_when_a_later_step_fails() {
    let mut world = World::new(3);
    world.add_free_numbers(&[9_415_550_101, 9_415_550_102, 9_415_550_103]);
    let mut server = Server::of(&world);
    server.refuses_alias.insert(world.id(0));
    server.refuses.insert(world.id(1));
    let run = finish(sms_run(&world), &mut server);
    let reasons = [
        Reason::AliasRefused("no alias".into()),
        Reason::LicenseRefused("no seat left".into()),
    ];
    for (user, reason) in reasons.into_iter().enumerate() {
        assert_eq!(run.outcome(world.id(user)), Some(&Outcome::Failed(reason)));
    }
    assert_eq!(
        server.numbers,
        BTreeMap::from([(number(9_415_550_103), world.id(2))])
    );
}

#[test]
fn who_fails_with_a_new_number_gets_the_old_one_back() {
    let mut world = World::new(1);
    world.give_number(0, 9_415_550_100);
    world.add_free_numbers(&[9_415_550_101]);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_number(
        world.id(0),
        Some(PendingNumber::Give(number(9_415_550_101))),
        app_view,
    );
    draft.choose_license(world.id(0), Target::License(fixtures::SMS), app_view);
    let mut server = Server::of(&world);
    server.refuses.insert(world.id(0));
    server.numbers.insert(number(9_415_550_100), world.id(0));
    finish(Run::new(Plan::new(&draft, app_view), 1), &mut server);
    let user = world.id(0);
    let end = [
        Command::TakeNumber {
            user,
            number: number(9_415_550_101),
        },
        Command::BindAlias {
            user,
            number: number(9_415_550_100),
        },
    ];
    let once = |command: &Command| server.calls.iter().filter(|call| *call == command).count() == 1;
    assert!(end.iter().all(once));
}

#[test]
fn a_released_number_goes_back_only_after_the_license_is_gone() {
    let mut world = World::new(1);
    world.give_number(0, 9_415_550_101);
    world.license(0, fixtures::SMS);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), Target::NoLicense, app_view);
    draft.choose_number(world.id(0), Some(PendingNumber::Release), app_view);
    let run = || Run::new(Plan::new(&draft, app_view), 1);

    let mut stubborn = Server {
        keeps_licenses: true,
        ..Server::of(&world)
    };
    stubborn.numbers.insert(number(9_415_550_101), world.id(0));
    finish(run(), &mut stubborn);
    assert_eq!(
        stubborn.numbers.len(),
        1,
        "the number stays with the license"
    );

    let mut server = Server::of(&world);
    server.numbers.insert(number(9_415_550_101), world.id(0));
    finish(run(), &mut server);
    assert!(server.numbers.is_empty());
}
