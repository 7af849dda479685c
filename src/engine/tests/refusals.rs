//! Refused writes, and what is restored after them.

use super::server::Server;
use super::{MEET, PRO, draft_for_all, finish, journaled, settle};
use crate::domain::draft::{Draft, PendingNumber, Target};
use crate::domain::fixtures::{self, World, number};
use crate::domain::plan::Plan;
use crate::engine::user_task::{Step, UserTask};
use crate::engine::{Answer, Assignment, Command, Failure, Outcome, Reason, Run, Timestamp};

const OLD_NUMBER: u64 = 9_415_550_100;
const NEW_NUMBER: u64 = 9_415_550_101;

#[test]
fn one_bad_item_costs_at_most_fourteen_more_writes_and_two_reads_each() {
    for bad in [0, 37, 99] {
        let world = World::new(100);
        let mut server = Server::of(&world);
        server.refuses.insert(world.id(bad));
        let run = settle(draft_for_all(&world, MEET), &mut server);
        assert_eq!(run.tally().changed, 99);
        let writes = |call: &&Command| matches!(call, Command::Assign(_));
        let writes = server.calls.iter().filter(writes).count();
        assert!(writes <= 15, "{writes}");
        let reads = |call: &&Command| matches!(call, Command::ReadLicenses(_));
        let reads = server.calls.iter().filter(reads).count();
        assert!(reads <= 200 + 2 * 14, "{reads}");
    }
}

#[test]
fn the_first_refusal_for_want_of_permission_ends_the_run_with_that_reason() {
    let world = World::new(1_000);
    let mut server = Server {
        forbids: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.forbidden(), Some("not yours"));
    let tally = run.tally();
    assert_eq!((tally.changed, tally.users), (0, 1_000));
    assert!(tally.not_started >= 600, "{tally:?}");
    let writes = |call: &&Command| matches!(call, Command::Assign(_));
    assert!(server.calls.iter().filter(writes).count() <= Run::WRITES);
}

#[test]
fn of_two_licenses_that_had_to_go_first_both_are_given_back() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    world.license(0, fixtures::MEET_FULL);
    let mut server = Server {
        one_license_until_removed: true,
        refuses_product: Some(fixtures::MEET_PRO),
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, PRO), &mut server);
    let refused = Outcome::Failed(Reason::LicenseRefused("no seat left".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&refused));
    let mut products = server.products(world.id(0));
    products.sort();
    let mut before = [fixtures::MEET, fixtures::MEET_FULL];
    before.sort();
    assert_eq!(products, before);
    assert_eq!(run.emails_to(world.id(0)).exactly(), Some(2));
}

#[test]
fn what_others_took_away_is_not_given_back() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server {
        others_take: true,
        refuses_product: Some(fixtures::MEET_PRO),
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, PRO), &mut server);
    assert_eq!(server.products(world.id(0)), []);
    assert_eq!(server.assignments_sent(), 1);
    let conflict = Outcome::Failed(Reason::ConcurrentChange);
    assert_eq!(run.outcome(world.id(0)), Some(&conflict));
}

/// A user with a number and, if `licensed`, a license, gets another number and a license.
fn with_another_number(licensed: bool) -> (World, Run, Server) {
    let mut world = World::new(1);
    world.give_number(0, OLD_NUMBER);
    if licensed {
        world.license(0, fixtures::SMS);
    }
    world.add_free_numbers(&[NEW_NUMBER]);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    let give = PendingNumber::Give(number(NEW_NUMBER));
    draft.choose_number(world.id(0), Some(give), app_view);
    if !licensed {
        draft.choose_license(world.id(0), Target::License(fixtures::SMS), app_view);
    }
    let run = Run::new(Plan::new(&draft, app_view), 1);
    let mut server = Server::of(&world);
    server.numbers.insert(number(OLD_NUMBER), world.id(0));
    server.aliases.insert(world.id(0), number(OLD_NUMBER));
    (world, run, server)
}

#[test]
fn taking_the_new_number_back_clears_the_alias_and_the_old_one_is_bound_again() {
    let (world, run, mut server) = with_another_number(false);
    server.refuses.insert(world.id(0));
    let run = settle(run, &mut server);
    let refused = Outcome::Failed(Reason::LicenseRefused("no seat left".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&refused));
    assert_eq!(server.aliases.get(&world.id(0)), Some(&number(OLD_NUMBER)));
    assert_eq!(server.numbers.len(), 1);
}

#[test]
fn where_only_the_number_changes_a_refused_alias_takes_it_back() {
    let (world, run, mut server) = with_another_number(true);
    server.refuses_alias.insert(world.id(0));
    let run = settle(run, &mut server);
    let refused = Outcome::Failed(Reason::AliasRefused("no alias".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&refused));
    assert!(server.numbers.contains_key(&number(OLD_NUMBER)));
    assert!(!server.numbers.contains_key(&number(NEW_NUMBER)));
}

#[test]
fn an_alias_that_cannot_be_bound_again_is_reported() {
    let (world, run, mut server) = with_another_number(false);
    server.refuses.insert(world.id(0));
    server.binds_once = true;
    let run = settle(run, &mut server);
    let reported = Outcome::Failed(Reason::AliasNotRestored("no alias".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&reported));
    assert_eq!(server.aliases.get(&world.id(0)), None);
}

#[test]
fn a_restored_license_names_the_number_that_the_user_had() {
    let mut world = World::new(1);
    world.give_number(0, OLD_NUMBER);
    world.license(0, fixtures::SMS);
    world.add_free_numbers(&[NEW_NUMBER]);
    let app_view = world.app_view(&world.sms);
    let mut draft = Draft::default();
    let give = PendingNumber::Give(number(NEW_NUMBER));
    draft.choose_number(world.id(0), Some(give), app_view);
    let ultimate = Target::License(fixtures::SMS_ULTIMATE);
    draft.choose_license(world.id(0), ultimate, app_view);
    let mut server = Server {
        one_license: true,
        refuses_product: Some(fixtures::SMS_ULTIMATE),
        ..Server::of(&world)
    };
    server.numbers.insert(number(OLD_NUMBER), world.id(0));
    server.aliases.insert(world.id(0), number(OLD_NUMBER));
    settle(Run::new(Plan::new(&draft, app_view), 1), &mut server);
    let sent: Vec<Assignment> = server
        .calls
        .iter()
        .filter_map(|call| match call {
            Command::Assign(items) => items.last().copied(),
            _ => None,
        })
        .collect();
    let restored = sent.last().unwrap();
    assert_eq!(restored.product, fixtures::SMS);
    assert_eq!(restored.number, Some(number(OLD_NUMBER)));
}

#[test]
fn a_license_that_another_administrator_gives_in_the_middle_is_left_alone_and_remarked() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server::of(&world);
    server.others_give = Some(fixtures::MEET_FULL);
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let user = world.id(0);
    let conflict = Outcome::Failed(Reason::ConcurrentChange);
    assert_eq!(run.outcome(user), Some(&conflict));
    assert!(server.products(user).contains(&fixtures::MEET_FULL));
    assert_eq!(run.emails_to(user).at_least, 1);
}

#[test]
fn a_second_license_that_is_refused_to_a_user_who_gets_the_old_one_back_is_an_attempt_to_restore() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), PRO, app_view);
    let change = Plan::new(&draft, app_view).changes[0].clone();
    let now = Timestamp::default();
    let mut task = UserTask::resumed(change, &journaled(world.id(0), Vec::new()), now);
    task.given_up = Some(Outcome::Failed(Reason::LicenseRefused(
        "no seat left".into(),
    )));
    let step = Step::Assign(fixtures::MEET);
    task.send(&step, now);
    let second = Failure::SecondLicense("one license only".into());
    task.on_written(&step, &Answer::Failed(second), 1, now);
    assert_eq!(task.restored(), 0);
    assert_eq!(task.attempts.assign.sent_in_all(), 1);
}
