//! Outcomes that are unknown when a run ends, and how rechecks correct them.

use super::server::Server;
use super::{MEET, PRO, draft_for_all, finish, settle, until_assigned};
use crate::domain::fixtures::{self, World};
use crate::engine::{
    Answer, CONSISTENCY_WINDOW, Command, Failure, Next, Outcome, Reason, Run, Timestamp,
};

const HOUR: u64 = 3_600_000;

/// Goes on after the last user was settled, with a server that has changed meanwhile.
fn recheck(run: Run, server: &mut Server) -> Run {
    finish(run, server)
}

#[test]
fn an_acknowledged_change_that_nobody_sees_may_still_take_effect_and_is_unchanged_in_the_end() {
    let world = World::new(1);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, MEET), &mut server);
    let user = world.id(0);
    assert_eq!(run.outcome(user), Some(&Outcome::Unchanged));
    assert!(run.is_unresolved(user));
    let run = recheck(run, &mut server);
    assert_eq!(run.outcome(user), Some(&Outcome::Unchanged));
    assert!(!run.is_unresolved(user));
    assert_eq!(server.assignments_sent(), 1);
}

#[test]
fn a_change_that_takes_effect_late_is_finished_and_reported_as_changed() {
    let mut world = World::new(1);
    world.license(0, fixtures::MEET);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, PRO), &mut server);
    let user = world.id(0);
    assert_eq!(run.outcome(user), Some(&Outcome::Unchanged));
    assert_eq!(server.products(user), [fixtures::MEET]);
    server.give(user, fixtures::MEET_PRO);
    let run = recheck(run, &mut server);
    assert_eq!(run.outcome(user), Some(&Outcome::Changed));
    assert_eq!(server.products(user), [fixtures::MEET_PRO]);
    assert_eq!(run.emails_to(user).exactly(), Some(1));
    assert_eq!(server.assignments_sent(), 1);
}

#[test]
fn a_license_that_comes_twice_is_taken_away_once_and_both_emails_are_counted() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    let run = settle(draft_for_all(&world, MEET), &mut server);
    let user = world.id(0);
    assert!(!run.is_unresolved(user));
    server.give(user, fixtures::MEET);
    let run = recheck(run, &mut server);
    assert_eq!(server.products(user), [fixtures::MEET]);
    assert_eq!(run.outcome(user), Some(&Outcome::Changed));
    let emails = run.emails_to(user);
    assert_eq!((emails.at_least, emails.at_most), (1, 2));
}

#[test]
fn a_look_gives_nobody_a_license() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    let run = settle(draft_for_all(&world, MEET), &mut server);
    server.held.clear();
    let run = recheck(run, &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Changed));
    assert_eq!(server.assignments_sent(), 1);
}

/// One user is to get a license, and cannot be read once it was assigned.
fn unread(server: &mut Server, world: &World) -> Run {
    let mut run = draft_for_all(world, MEET);
    until_assigned(&mut run, server);
    server.hides.insert(world.id(0));
    settle(run, server)
}

#[test]
fn a_look_sends_no_lost_assignment_again() {
    let world = World::new(1);
    let mut server = Server {
        ignores_assignments: true,
        loses_answers: true,
        ..Server::of(&world)
    };
    let run = unread(&mut server, &world);
    server.hides.clear();
    let run = recheck(run, &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Unchanged));
    assert_eq!(server.assignments_sent(), 1);
}

#[test]
fn what_could_not_be_read_is_read_later() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    let run = unread(&mut server, &world);
    let user = world.id(0);
    assert!(matches!(
        run.outcome(user),
        Some(Outcome::Failed(Reason::NotVerified(_)))
    ));
    let emails = run.emails_to(user);
    assert_eq!((emails.at_least, emails.at_most), (0, 1));
    server.hides.clear();
    let run = recheck(run, &mut server);
    assert_eq!(run.outcome(user), Some(&Outcome::Changed));
    assert_eq!(run.emails_to(user).exactly(), Some(1));
}

#[test]
fn a_user_who_is_deleted_in_the_middle_may_have_got_an_email() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    server.deletes_after_assigning = true;
    let run = finish(draft_for_all(&world, MEET), &mut server);
    let deleted = Outcome::Failed(Reason::UserDeleted);
    assert_eq!(run.outcome(world.id(0)), Some(&deleted));
    let emails = run.emails_to(world.id(0));
    assert_eq!((emails.at_least, emails.at_most), (0, 1));
}

#[test]
fn looks_are_left_to_a_run_that_changes_the_user_again() {
    let world = World::new(2);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let mut run = settle(draft_for_all(&world, MEET), &mut server);
    run.leave(&[world.id(0)].into_iter().collect());
    let before = server.calls.len();
    finish(run, &mut server);
    let reads = server.calls[before..].iter();
    let of_first = Command::ReadLicenses(world.id(0));
    assert_eq!(reads.filter(|call| **call == of_first).count(), 0);
}

#[test]
fn a_write_whose_answer_is_always_lost_is_sent_a_few_times_and_never_unread() {
    let world = World::new(1);
    let mut server = Server {
        ignores_assignments: true,
        loses_answers: true,
        ..Server::of(&world)
    };
    let run = settle(draft_for_all(&world, MEET), &mut server);
    assert_eq!(server.assignments_sent(), 5);
    assert!(run.is_unresolved(world.id(0)));
    let mut was_read = true;
    for call in &server.calls {
        match call {
            Command::Assign(_) => assert!(std::mem::take(&mut was_read)),
            Command::ReadLicenses(_) => was_read = true,
            _ => {}
        }
    }
}

#[test]
fn a_paused_run_reads_back_what_is_in_flight_and_writes_nothing() {
    let mut world = World::new(2);
    world.license(0, fixtures::MEET);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, PRO);
    let now = Timestamp::default();
    until_assigned(&mut run, &mut server);
    run.pause();
    while let Next::Send(id, command) = run.next(now) {
        assert!(matches!(command, Command::ReadLicenses(_)), "{command:?}");
        run.on_answer(id, server.answer(&command), now);
    }
    // The second user had nothing to give up, so that nothing more is to be written.
    assert_eq!(run.tally().changed, 1);
    run.go_on();
    assert_eq!(settle(run, &mut server).tally().changed, 2);
}

#[test]
fn a_clock_that_is_set_back_holds_nothing_up() {
    let world = World::new(1);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let mut run = draft_for_all(&world, MEET);
    let mut now = Timestamp::from_millis(10 * HOUR);
    let mut waited = 0;
    let mut was_set_back = false;
    while !run.has_ended() {
        match run.next(now) {
            Next::Send(id, command) => run.on_answer(id, server.answer(&command), now),
            Next::Wait(Some(until)) => {
                waited += until.since(now);
                let back = if was_set_back { 0 } else { HOUR };
                was_set_back = true;
                now = Timestamp::from_millis(until.millis() - back);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(waited <= 2 * CONSISTENCY_WINDOW, "{waited}");
}

#[test]
fn who_was_signed_out_in_the_middle_is_read_before_anything_is_sent_again() {
    let world = World::new(1);
    let mut server = Server::of(&world);
    let mut run = draft_for_all(&world, MEET);
    let now = Timestamp::default();
    loop {
        let Next::Send(id, command) = run.next(now) else {
            panic!("nothing to send")
        };
        if matches!(command, Command::Assign(_)) {
            run.on_answer(id, Answer::Failed(Failure::SignedOut), now);
            break;
        }
        run.on_answer(id, server.answer(&command), now);
    }
    run.go_on();
    let Next::Send(_, command) = run.next(now) else {
        panic!("nothing to send")
    };
    assert_eq!(command, Command::ReadLicenses(world.id(0)));
}
