//! The requests of a run that changes the license of 10,000 users: 200 writes, and the pages of the account before,
//! between and after them.

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

/// Until every user is settled, the run sends at most a tenth more requests than `least`, and at most `most_alone` further
/// ones that read a single user.
fn costs_at_most(least: usize, most_alone: usize, faults: Faults) {
    let end = run(faults);
    let (all, alone) = (end.first_requests, end.first_alone);
    println!(
        "{all} requests, of them {alone} for one user; {} with rechecks",
        end.requests
    );
    assert!((all - alone) * 10 <= least * 11, "{all}");
    assert!(alone <= most_alone, "{alone}");
}

#[test]
fn a_run_costs_hardly_more_than_its_writes_and_the_pages_that_verify_them() {
    costs_at_most(LEAST, 0, Faults::none(1));
}

#[test]
fn rejected_requests_cost_hardly_more() {
    let faults = Faults {
        throttling_is_proof: true,
        names_wait: false,
        ..Faults::busy(1, 0.05)
    };
    costs_at_most(LEAST, 0, faults);
}

#[test]
fn reads_that_lag_cost_hardly_more() {
    let faults = Faults {
        lag: 0.05,
        longest_lag: 6_000,
        ..Faults::none(1)
    };
    costs_at_most(LEAST, 0, faults);
}

/// If the answer to a call was lost and no page shows its effect, its first and last user are read alone before it is
/// resent. Its effect is then verified by another scan.
#[test]
fn lost_answers_cost_another_scan() {
    let faults = Faults {
        lost_before: 0.025,
        lost_after: 0.025,
        times_out: false,
        ..Faults::none(1)
    };
    let again = PAGES_BETWEEN + PAGES_AFTER + WRITES / 10;
    costs_at_most(LEAST + again, WRITES / 10, faults);
}

/// Rechecks after two minutes, for licenses that are assigned twice, share a scan.
#[test]
fn rechecks_share_a_scan() {
    let end = run(Faults::none(1));
    let later = end.requests - end.first_requests;
    assert!(later * 10 <= PAGES_AFTER * 11, "{later}");
    assert!(end.scans.pages() >= later);
}
