//! How many requests a run costs that gives 10,000 users another license: 200 writes, and the pages of the account
//! before them, between them and after them.

#![allow(clippy::unwrap_used)]

use license_management::engine::Outcome;
use simulation::{End, Faults, World, check, simulate};

const USERS: usize = 10_000;
/// Assignments and removals, a hundred in each.
const WRITES: usize = 2 * USERS / 100;
/// Each user has a license of another application, too.
const PAGES_BEFORE: usize = 2 * USERS / 100;
const PAGES_BETWEEN: usize = 3 * USERS / 100;
const PAGES_AFTER: usize = 2 * USERS / 100;
const LEAST: usize = WRITES + PAGES_BEFORE + PAGES_BETWEEN + PAGES_AFTER;

fn run(faults: Faults) -> End {
    let world = World::replacing(USERS);
    let mut end = simulate(&world, faults).unwrap();
    check(&world, &mut end).unwrap();
    let changed = |(outcome, ..): &&(Outcome, bool, _)| *outcome == Outcome::Changed;
    assert_eq!(end.first_report.iter().filter(changed).count(), USERS);
    end
}

/// Until every user is settled, at most a tenth more requests than that, and so many to read users alone.
fn costs_at_most(least: usize, most_alone: usize, faults: Faults) {
    let end = run(faults);
    let (all, alone) = (end.first_requests, end.first_alone);
    println!(
        "{all} requests, of them {alone} for one user; {} with later looks",
        end.requests
    );
    assert!((all - alone) * 10 <= least * 11, "{all}");
    assert!(alone <= most_alone, "{alone}");
}

#[test]
fn a_run_costs_hardly_more_than_its_writes_and_the_pages_that_read_them_back() {
    costs_at_most(LEAST, 0, Faults::none(1));
}

#[test]
fn of_a_hundred_requests_five_may_be_turned_away() {
    let faults = Faults {
        throttling_is_proof: true,
        names_wait: false,
        ..Faults::busy(1, 0.05)
    };
    costs_at_most(LEAST, 0, faults);
}

#[test]
fn of_a_hundred_reads_five_may_lag() {
    let faults = Faults {
        lag: 0.05,
        longest_lag: 6_000,
        ..Faults::none(1)
    };
    costs_at_most(LEAST, 0, faults);
}

/// Of a call that was not answered, and of which no page shows anything, the first and the last user are read alone
/// before it is sent again; what it does then is read back by pages once more.
#[test]
fn of_a_hundred_answers_five_may_be_lost() {
    let faults = Faults {
        lost_before: 0.025,
        lost_after: 0.025,
        times_out: false,
        ..Faults::none(1)
    };
    let again = PAGES_BETWEEN + PAGES_AFTER + WRITES / 10;
    costs_at_most(LEAST + again, WRITES / 10, faults);
}

/// A look two minutes later, for licenses that come twice, costs the pages once more.
#[test]
fn later_looks_are_shared() {
    let end = run(Faults::none(1));
    let later = end.requests - end.first_requests;
    assert!(later * 10 <= PAGES_AFTER * 11, "{later}");
    assert!(end.scans.pages() >= later);
}
