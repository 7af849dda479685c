//! Users who are read many at once.

use super::server::Server;
use super::{MEET, PRO, draft_for_all, finish, journaled, settle, until_sent};
use crate::domain::draft::{Draft, Numbers};
use crate::domain::fixtures::{self, World};
use crate::domain::ids::UserId;
use crate::domain::plan::Plan;
use crate::engine::{
    Answer, Command, CommandId, Failure, Halt, Next, Outcome, Reason, Run, Timestamp,
};

/// So many users, each with a license to be replaced.
fn licensed(users: usize) -> World {
    let mut world = World::new(users);
    for user in 0..users {
        world.license(user, fixtures::MEET);
    }
    world
}

fn read_alone(server: &Server) -> Vec<UserId> {
    let calls = server.calls.iter();
    calls
        .filter_map(|call| match call {
            Command::ReadLicenses(user) => Some(*user),
            _ => None,
        })
        .collect()
}

fn pages(server: &Server) -> usize {
    let is_page = |call: &&Command| matches!(call, Command::ReadPage { .. });
    server.calls.iter().filter(is_page).count()
}

fn is_page(command: &Command) -> bool {
    matches!(command, Command::ReadPage { .. })
}

fn is_write(command: &Command) -> bool {
    matches!(command, Command::Assign(_) | Command::Remove(_))
}

#[test]
fn many_users_are_read_by_the_pages_of_the_account() {
    let world = licensed(500);
    let mut server = Server::of(&world);
    let run = settle(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.tally().changed, 500);
    assert_eq!(read_alone(&server), []);
    // Of 500 licenses, of 1,000 once all are assigned, and of 500 again, with one in common.
    assert_eq!(pages(&server), 6 + 11 + 6);
}

#[test]
fn few_users_of_a_large_account_are_read_one_by_one() {
    let world = licensed(5_000);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    let few = world.all_ids().into_iter().take(40);
    draft.choose_for_all(few, PRO, Numbers::AsChosen, app_view);
    let mut server = Server::of(&world);
    let run = settle(Run::new(Plan::new(&draft, app_view), 1), &mut server);
    assert_eq!(run.tally().changed, 40);
    assert_eq!(pages(&server), 1);
}

#[test]
fn who_a_scan_shows_otherwise_than_planned_is_read_alone_before_that_is_believed() {
    let world = licensed(50);
    let run = draft_for_all(&world, PRO);
    let mut server = Server::of(&world);
    server.give(world.id(7), fixtures::MEET_FULL);
    let run = settle(run, &mut server);
    assert_eq!(run.outcome(world.id(7)), Some(&Outcome::Conflict));
    assert_eq!(run.tally().changed, 49);
    assert_eq!(read_alone(&server), [world.id(7)]);
}

#[test]
fn conflicts_of_many_users_are_not_taken_from_scans() {
    let world = licensed(50);
    let run = draft_for_all(&world, PRO);
    let mut server = Server::of(&world);
    for user in world.all_ids() {
        server.give(user, fixtures::MEET_FULL);
    }
    let run = settle(run, &mut server);
    let is_conflict = |user: &UserId| run.outcome(*user) == Some(&Outcome::Conflict);
    assert!(world.all_ids().iter().all(is_conflict));
    let alone = read_alone(&server);
    assert!(world.all_ids().iter().all(|user| alone.contains(user)));
}

#[test]
fn who_is_gone_is_reported_as_deleted_though_a_scan_shows_only_that_nothing_is_held() {
    let world = World::new(50);
    let mut server = Server::of(&world);
    server.refuses.insert(world.id(7));
    server.deleted.insert(world.id(7));
    let run = settle(draft_for_all(&world, MEET), &mut server);
    let deleted = Outcome::Failed(Reason::UserDeleted);
    assert_eq!(run.outcome(world.id(7)), Some(&deleted));
    assert_eq!(run.tally().changed, 49);
}

#[test]
fn who_is_refused_is_read_alone_at_once() {
    let world = World::new(50);
    let mut server = Server::of(&world);
    server.refuses.extend(world.all_ids());
    let run = settle(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().failed, 50);
    assert_eq!(pages(&server), 1);
}

#[test]
fn nothing_is_written_while_a_scan_is_under_way() {
    let world = licensed(300);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let mut in_flight: Vec<(CommandId, Command)> = Vec::new();
    while !run.has_ended() {
        match run.next(now) {
            Next::Send(id, command) => in_flight.push((id, command)),
            _ if in_flight.is_empty() => {}
            _ => {
                let (id, command) = in_flight.remove(0);
                run.on_answer(id, server.answer(&command), now);
            }
        }
        let has = |kind: fn(&Command) -> bool| in_flight.iter().any(|(_, command)| kind(command));
        assert!(!(has(is_page) && has(is_write)), "{in_flight:?}");
    }
}

#[test]
fn a_write_that_is_not_answered_keeps_nobody_else_from_being_read_back() {
    let world = World::new(250);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    until_sent(&mut run, &mut server, now, is_write);
    while let Next::Send(id, command) = run.next(now) {
        run.on_answer(id, server.answer(&command), now);
    }
    assert_eq!(run.tally().changed, 0);
    let later = now.plus(5_000);
    until_told(&mut run, &mut server, later);
    assert_eq!(run.tally().changed, 150);
}

#[test]
fn what_a_scan_showed_too_long_ago_is_read_again_before_the_first_write() {
    let world = licensed(50);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let (id, _) = until_sent(&mut run, &mut server, now, is_entry);
    run.on_answer(id, Answer::Done, now);
    server.give(world.id(7), fixtures::MEET_FULL);
    let later = now.plus(61_000);
    let (id, command) = until_sent(&mut run, &mut server, later, |command| !is_entry(command));
    assert!(is_page(&command), "{command:?}");
    run.on_answer(id, server.answer(&command), later);
    let run = settle(run, &mut server);
    assert_eq!(run.outcome(world.id(7)), Some(&Outcome::Conflict));
    assert_eq!(server.products(world.id(7)).len(), 2);
}

fn is_entry(command: &Command) -> bool {
    matches!(command, Command::Journal(_))
}

#[test]
fn what_a_scan_showed_a_minute_ago_is_fresh_enough() {
    let world = licensed(50);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let (id, _) = until_sent(&mut run, &mut server, now, is_entry);
    run.on_answer(id, Answer::Done, now);
    let (_, command) = until_sent(&mut run, &mut server, now.plus(60_000), |_| true);
    assert!(is_write(&command), "{command:?}");
}

#[test]
fn when_scans_stay_in_doubt_everybody_is_read_alone() {
    let world = licensed(250);
    let mut server = Server {
        pages_without_total: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.tally().changed, 250);
    assert!(read_alone(&server).len() >= 3 * 250);
    let before = server.calls.iter().take_while(|call| !is_write(call));
    assert_eq!(before.filter(|call| is_page(call)).count(), 3);
}

#[test]
fn a_page_that_was_sent_before_the_write_tells_nothing_of_it() {
    let world = licensed(250);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let (first, command) = until_sent(&mut run, &mut server, now, is_page);
    run.on_answer(first, server.answer(&command), now);
    let (one, _) = until_sent(&mut run, &mut server, now, is_page);
    let (late, late_page) = until_sent(&mut run, &mut server, now, is_page);
    let before = server.answer(&late_page);
    // The scan is in doubt; its last page comes while the second one is under way.
    run.on_answer(one, Answer::Failed(Failure::Refused("no".into())), now);
    let now = now.plus(3_000);
    let (again, command) = until_sent(&mut run, &mut server, now, is_page);
    run.on_answer(again, server.answer(&command), now);
    run.on_answer(late, before, now);
    let run = settle(run, &mut server);
    assert_eq!(run.tally().changed, 250);
    assert_eq!(read_alone(&server), []);
}

#[test]
fn a_page_that_fails_is_sent_again() {
    let world = licensed(250);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let (id, _) = until_sent(&mut run, &mut server, now, is_page);
    run.on_answer(id, Answer::Failed(Failure::unknown("reset".into())), now);
    let run = settle(run, &mut server);
    assert_eq!(run.tally().changed, 250);
    assert_eq!(read_alone(&server), []);
}

#[test]
fn a_page_that_fails_again_and_again_opens_the_circuit() {
    let world = licensed(250);
    let mut run = draft_for_all(&world, PRO);
    let mut now = Timestamp::default();
    let mut asked = 0;
    while run.halt().is_none() {
        match run.next(now) {
            Next::Send(id, _) => {
                asked += 1;
                run.on_answer(id, Answer::Failed(Failure::unknown("down".into())), now);
            }
            Next::Wait(Some(at)) => now = at,
            next => panic!("{next:?}"),
        }
    }
    assert_eq!(run.halt(), Some(&Halt::CircuitOpen("down".into())));
    assert_eq!(asked, 5);
}

#[test]
fn a_run_that_is_given_up_reads_no_further_page() {
    let world = licensed(900);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let (id, command) = until_sent(&mut run, &mut server, now, is_page);
    run.on_answer(id, server.answer(&command), now);
    run.stop(now);
    assert_eq!(run.tally().not_started, 900);
    assert_eq!(run.next(now), Next::Ended);
}

#[test]
fn who_is_not_shown_is_read_alone_before_the_change_is_given_up() {
    let world = World::new(50);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().unchanged, 50);
    let mut alone = read_alone(&server);
    alone.sort();
    assert_eq!(alone, world.all_ids());
}

#[test]
fn a_license_that_no_page_shows_is_not_assigned_again_if_the_user_has_it() {
    let world = World::new(50);
    let mut server = Server {
        loses_answers: true,
        pages_lag: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().changed, 50);
    assert_eq!(server.assignments_sent(), 50);
}

#[test]
fn a_scan_proves_that_nothing_came_only_as_of_its_first_page() {
    let world = licensed(250);
    let mut server = Server {
        ignores_assignments: true,
        loses_answers: true,
        ..Server::of(&world)
    };
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    for _ in 0..3 {
        let (id, command) = until_sent(&mut run, &mut server, now, is_write);
        run.on_answer(id, server.answer(&command), now);
    }
    let (first, command) = until_sent(&mut run, &mut server, now, is_page);
    run.on_answer(first, server.answer(&command), now);
    // The consistency window is over when the last page is sent, and was not when the first one was.
    let later = now.plus(11_000);
    until_told(&mut run, &mut server, later);
    let (_, command) = until_sent(&mut run, &mut server, later, |_| true);
    assert!(is_page(&command), "{command:?}");
}

/// Answers until a scan has shown something.
fn until_told(run: &mut Run, server: &mut Server, now: Timestamp) {
    run.take_observed();
    loop {
        let next = run.next(now);
        if let Next::Send(id, command) = next {
            run.on_answer(id, server.answer(&command), now);
        }
        if !run.take_observed().is_empty() {
            return;
        }
    }
}

#[test]
fn what_a_scan_shows_is_told_to_some_users_at_a_time() {
    let world = licensed(1_000);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    let mut slices = Vec::new();
    loop {
        let next = run.next(now);
        let observed = run.take_observed().len();
        slices.extend((observed > 0).then_some(observed));
        match next {
            Next::Send(_, command) if is_write(&command) => break,
            Next::Send(id, command) => run.on_answer(id, server.answer(&command), now),
            next => assert_eq!(next, Next::Wait(Some(now))),
        }
    }
    assert_eq!(slices, [250; 4]);
}

#[test]
fn a_run_that_is_resumed_reads_by_scans_too() {
    let world = licensed(250);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), PRO, Numbers::AsChosen, app_view);
    let plan = Plan::new(&draft, app_view);
    let mut server = Server::of(&world);
    finish(Run::new(plan.clone(), 1), &mut server);
    server.calls.clear();
    let notes = world.all_ids().into_iter();
    let notes = notes.map(|id| (id, journaled(id, Vec::new())));
    let run = Run::resume(plan, &notes.collect(), 2, Timestamp::default());
    assert_eq!(settle(run, &mut server).tally().changed, 250);
    assert_eq!(read_alone(&server), []);
    assert_eq!(server.assignments_sent(), 0);
}
