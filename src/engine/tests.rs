mod batches;
mod numbers;
mod rechecks;
mod refusals;
mod scans;
mod server;

use super::*;
use crate::domain::draft::{Draft, Numbers, Target};
use crate::domain::fixtures::{self, World, license};
use crate::domain::ids::LicenseId;

pub(super) use server::Server;

const MEET: Target = Target::License(fixtures::MEET);
const PRO: Target = Target::License(fixtures::MEET_PRO);

/// Runs until all rechecks have ended.
pub(super) fn finish(run: Run, server: &mut Server) -> Run {
    go_on_until(run, server, |_| false)
}

/// Runs until every user is settled.
pub(super) fn settle(run: Run, server: &mut Server) -> Run {
    go_on_until(run, server, Run::has_ended)
}

fn go_on_until(mut run: Run, server: &mut Server, is_enough: fn(&Run) -> bool) -> Run {
    let mut now = Timestamp::default();
    let mut under_way: Vec<(CommandId, Command)> = Vec::new();
    loop {
        if is_enough(&run) {
            return run;
        }
        match run.next(now) {
            Next::Send(id, command) => under_way.push((id, command)),
            Next::Ended => return run,
            Next::Wait(until) => match (under_way.is_empty(), until) {
                (false, _) => {
                    for (id, command) in under_way.drain(..).rev() {
                        run.on_answer(id, server.answer(&command), now);
                    }
                }
                (true, Some(until)) => now = until,
                (true, None) => panic!("the run waits for nothing: {:?}", run.halt()),
            },
        }
        let writes = |(_, command): &&(CommandId, Command)| command.kind() == Kind::Write;
        assert!(under_way.iter().filter(writes).count() <= Run::WRITES);
    }
}

pub(super) fn journaled(user: UserId, welcomed: Vec<LicenseId>) -> JournalEntry {
    JournalEntry {
        user,
        welcomed,
        unsure: Vec::new(),
        restores: false,
    }
}

fn draft_for_all(world: &World, target: Target) -> Run {
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), target, Numbers::AsChosen, app_view);
    Run::new(Plan::new(&draft, app_view), 1)
}

#[test]
fn a_change_of_type_never_leaves_the_user_without_a_license() {
    let mut world = World::new(1);
    let old = world.license(0, fixtures::MEET);
    let mut server = Server::of(&world);
    let run = settle(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Changed));
    assert_eq!(server.products(world.id(0)), [fixtures::MEET_PRO]);
    let user = world.id(0);
    let assignment = Assignment {
        user,
        product: fixtures::MEET_PRO,
        number: None,
    };
    let entry = |welcomed| Command::Journal(vec![journaled(user, welcomed)]);
    let (new, _) = server.held[&user].first_key_value().unwrap();
    assert_eq!(
        server.calls,
        [
            Command::ReadLicenses(user),
            entry(Vec::new()),
            Command::Assign(vec![assignment]),
            Command::ReadLicenses(user),
            entry(vec![*new]),
            Command::Remove(vec![old]),
            Command::ReadLicenses(user),
        ]
    );
}

#[test]
fn one_bad_item_does_not_spoil_the_others() {
    let world = World::new(100);
    let mut server = Server::of(&world);
    server.refuses.insert(world.id(37));
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().changed, 99);
    let refused = Outcome::Failed(Reason::LicenseRefused("no seat left".into()));
    assert_eq!(run.outcome(world.id(37)), Some(&refused));
}

#[test]
fn an_acknowledgement_proves_nothing() {
    let world = World::new(3);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(
        run.tally(),
        Tally {
            users: 3,
            changed: 0,
            unchanged: 3,
            ..Tally::default()
        }
    );
}

#[test]
fn a_lost_answer_is_settled_by_reading_and_never_sent_again() {
    let world = World::new(3);
    let mut server = Server {
        loses_answers: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().changed, 3);
    assert_eq!(server.assignments_sent(), 3);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server::of(&world);
    server.hides.insert(world.id(0));
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let unread = Outcome::Failed(Reason::NotVerified("no such user".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&unread));
    assert_eq!(server.products(world.id(0)), [fixtures::MEET]);
}

#[test]
fn who_was_changed_by_somebody_else_is_set_aside() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET);
    let run = draft_for_all(&world, PRO);
    let mut server = Server::of(&world);
    server.held.clear();
    let run = finish(run, &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Conflict));
    assert_eq!(run.outcome(world.id(1)), Some(&Outcome::Changed));
}

#[test]
fn a_server_that_refuses_two_licenses_is_met_by_removing_first() {
    let mut world = World::new(3);
    world.license(0, fixtures::MEET);
    let mut server = Server {
        one_license: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.tally().changed, 3);
    assert_eq!(server.products(world.id(0)), [fixtures::MEET_PRO]);
}

#[test]
fn who_had_to_give_up_a_license_first_gets_it_back_when_the_new_one_is_refused() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server {
        one_license: true,
        refuses_product: Some(fixtures::MEET_PRO),
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let refused = Outcome::Failed(Reason::LicenseRefused("no seat left".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&refused));
    assert_eq!(server.products(world.id(0)), [fixtures::MEET]);
}

#[test]
fn a_stopped_run_settles_whom_it_has_begun_and_leaves_the_others_alone() {
    let world = World::new(900);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    until_assigned(&mut run, &mut server);
    run.stop(Timestamp::default());
    let tally = finish(run, &mut server).tally();
    assert_eq!((tally.changed, tally.not_started), (100, 800));
}

/// Answers until the server gets a command of this kind, which is still in flight then.
pub(super) fn until_sent(
    run: &mut Run,
    server: &mut Server,
    now: Timestamp,
    is_it: fn(&Command) -> bool,
) -> (CommandId, Command) {
    loop {
        match run.next(now) {
            Next::Send(id, command) if is_it(&command) => return (id, command),
            Next::Send(id, command) => run.on_answer(id, server.answer(&command), now),
            Next::Wait(Some(at)) if at == now => {}
            next => panic!("nothing to send: {next:?}"),
        }
    }
}

/// Answers until the first license was assigned, that answer included.
pub(super) fn until_assigned(run: &mut Run, server: &mut Server) {
    let is_assignment = |command: &Command| matches!(command, Command::Assign(_));
    let now = Timestamp::default();
    let (id, command) = until_sent(run, server, now, is_assignment);
    run.on_answer(id, server.answer(&command), now);
}

#[test]
fn a_paused_run_sends_nothing_again_until_it_goes_on() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, MEET);
    let is_assignment = |command: &Command| matches!(command, Command::Assign(_));
    let now = Timestamp::default();
    let (id, _) = until_sent(&mut run, &mut server, now, is_assignment);
    let throttled = Failure::Throttled {
        message: "slow down".into(),
        retry_after: Some(1),
    };
    run.on_answer(id, Answer::Failed(throttled), now);
    run.pause();
    let later = Timestamp::from_millis(60_000);
    assert_eq!(run.next(later), Next::Wait(None));
    run.go_on();
    assert!(matches!(run.next(later), Next::Send(_, Command::Assign(_))));
}

#[test]
fn while_reads_flap_nothing_is_taken_from_whom_they_show_without_the_new_license() {
    let mut world = World::new(2);
    let old = [0, 1].map(|user| world.license(user, fixtures::MEET));
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let is_removal = |command: &Command| matches!(command, Command::Remove(_));
    let (id, _) = until_sent(&mut run, &mut server, now, is_removal);
    run.on_answer(id, Answer::Failed(Failure::Refused("locked".into())), now);
    for user in [0, 1] {
        server
            .held
            .get_mut(&world.id(user))
            .unwrap()
            .retain(|id, _| *id == old[user]);
    }
    while let Next::Send(id, command) = run.next(now) {
        assert!(!is_removal(&command), "{command:?}");
        run.on_answer(id, server.answer(&command), now);
    }
}

#[test]
fn a_missing_token_halts_the_run_until_it_may_go_on() {
    let world = World::new(1);
    let mut run = draft_for_all(&world, MEET);
    let now = Timestamp::default();
    let Next::Send(id, _) = run.next(now) else {
        panic!("nothing to send")
    };
    run.on_answer(id, Answer::Failed(Failure::SignedOut), now);
    assert_eq!(run.halt(), Some(&Halt::SignedOut));
    assert_eq!(run.next(now), Next::Wait(None));
    run.go_on();
    assert_eq!(finish(run, &mut Server::of(&world)).tally().changed, 1);
}

#[test]
fn a_run_that_is_resumed_assigns_nothing_twice() {
    let world = World::new(3);
    let mut server = Server::of(&world);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), MEET, Numbers::AsChosen, app_view);
    let plan = Plan::new(&draft, app_view);
    finish(Run::new(plan.clone(), 1), &mut server);
    let notes = world.all_ids().into_iter();
    let notes = notes.map(|id| (id, journaled(id, Vec::new())));
    let run = Run::resume(plan, &notes.collect(), 2, Timestamp::default());
    assert_eq!(finish(run, &mut server).tally().changed, 3);
    assert_eq!(server.assignments_sent(), 3);
}

#[test]
fn an_email_for_a_license_that_went_again_before_the_page_was_left_is_counted() {
    let world = World::new(2);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), MEET, Numbers::AsChosen, app_view);
    let gone = LicenseId::from_u128(99);
    let notes = JournalEntries::from_iter([(world.id(0), journaled(world.id(0), vec![gone]))]);
    let run = Run::resume(Plan::new(&draft, app_view), &notes, 1, Timestamp::default());
    let run = finish(run, &mut Server::of(&world));
    assert_eq!(
        [0, 1].map(|user| run.emails_to(world.id(user)).exactly()),
        [Some(2), Some(1)]
    );
}

#[test]
fn an_old_license_that_stays_is_reported() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server {
        keeps_licenses: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let stays = Outcome::Failed(Reason::OldLicenseStays(String::new()));
    assert_eq!(run.outcome(world.id(0)), Some(&stays));
    let mut server = Server {
        keeps_licenses: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, Target::NoLicense), &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Unchanged));
}

#[test]
fn a_later_wave_waits_for_the_seats_that_an_earlier_one_frees() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET_FULL);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), PRO, app_view);
    draft.choose_license(world.id(1), Target::License(fixtures::MEET_FULL), app_view);
    let mut server = Server::of(&world);
    finish(Run::new(Plan::new(&draft, app_view), 1), &mut server);
    let position = |wanted: fn(&Command) -> bool| server.calls.iter().rposition(wanted).unwrap();
    let last_assign = position(|call| matches!(call, Command::Assign(_)));
    let removal = position(|call| matches!(call, Command::Remove(_)));
    assert!(removal < last_assign);
}

#[test]
fn an_empty_plan_has_ended_at_once() {
    let world = World::new(1);
    assert!(draft_for_all(&world, Target::NoLicense).has_ended());
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let world = World::new(1);
    let mut run = draft_for_all(&world, MEET);
    let now = Timestamp::default();
    let Next::Send(read, _) = run.next(now) else {
        panic!("nothing to send")
    };
    run.on_answer(read, Answer::Licenses(Vec::new()), now);
    run.on_answer(
        read,
        Answer::Licenses(vec![license(1, 0, fixtures::MEET)]),
        now,
    );
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Running));
}
