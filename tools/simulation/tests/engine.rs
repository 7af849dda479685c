//! What the engine promises, in some worlds; `cargo xtask simulate` runs many.

#![allow(clippy::unwrap_used)]

use license_management::engine::Outcome;
use simulation::{End, Faults, Paging, Total, World, check, first_halt, run_worlds, simulate};

const USERS: usize = 228;

/// The same world without and with faults. Pages have no total, so that each user is read alone. What was reported of
/// the latter is true.
fn calm_and(seed: u64, faults: Faults) -> (End, End) {
    let world = World::new(seed, 400);
    let alone = |faults| Faults {
        paging: Paging {
            total: Total::None,
            ..Paging::default()
        },
        ..faults
    };
    let calm = simulate(&world, alone(Faults::none(seed))).unwrap();
    let mut faulty = simulate(&world, alone(faults)).unwrap();
    check(&world, &mut faulty).unwrap();
    (calm, faulty)
}

/// Some worlds in which one thing goes wrong with every request; what was reported of them is true in the end. Answers
/// how many users were reported as changed when the run had ended, of how many that are.
fn changed_at_first(faults: impl Fn(u64) -> Faults) -> (usize, usize) {
    let mut sum = (0, 0);
    for seed in 0..20 {
        let world = World::new(seed, USERS);
        let mut end = simulate(&world, faults(seed)).unwrap();
        check(&world, &mut end).unwrap();
        let first = end.first_report.iter();
        sum.0 += first
            .filter(|(outcome, ..)| *outcome == Outcome::Changed)
            .count();
        sum.1 += end.run.tally().changed;
    }
    sum
}

#[test]
fn every_seed_ends_with_a_true_report() {
    assert_eq!(run_worlds(0..300, 60).wrong, []);
}

#[test]
fn a_server_whose_refusals_are_proof_bears_at_most_a_third_more_when_it_is_busy() {
    for seed in 0..20 {
        let faults = Faults {
            throttling_is_proof: true,
            ..Faults::busy(seed, 0.2)
        };
        let (calm, busy) = calm_and(seed, faults);
        let allowed = calm.requests * 13 / 10;
        assert!(busy.requests <= allowed, "seed {seed}: {}", busy.requests);
    }
}

/// In all worlds together, since what a lost answer costs in one depends on how many users the call was for.
#[test]
fn reading_before_sending_again_costs_less_than_sending_everything_twice() {
    let (mut calm, mut busy) = (0, 0);
    for seed in 0..20 {
        let ends = calm_and(seed, Faults::busy(seed, 0.2));
        calm += ends.0.requests;
        busy += ends.1.requests;
    }
    assert!(busy <= calm * 16 / 10, "{busy} instead of {calm}");
}

#[test]
fn the_circuit_opens_within_ten_seconds_of_a_server_that_is_down() {
    for seed in 0..20 {
        let world = World::new(seed, 400);
        let halted = first_halt(&world, Faults::busy(seed, 1.0));
        assert!(
            halted.is_some_and(|at| at <= 10_000),
            "seed {seed}: {halted:?}"
        );
    }
}

#[test]
fn a_gateway_that_fails_after_it_has_forwarded_costs_nobody_a_second_email() {
    for seed in 0..20 {
        let world = World::new(seed, USERS);
        let faults = Faults {
            lost_after: 0.9,
            ..Faults::none(seed)
        };
        let mut end = simulate(&world, faults).unwrap();
        check(&world, &mut end).unwrap();
        let doubled = end.server.emails.values().filter(|sent| **sent > 1).count();
        assert_eq!(doubled, 0, "seed {seed}");
    }
}

#[test]
fn writes_that_take_effect_within_a_quarter_of_a_minute_end_as_reported() {
    let (first, end) = changed_at_first(|seed| Faults {
        late: 1.0,
        latest: 15_000,
        ..Faults::none(seed)
    });
    assert!(first * 10 >= end * 5, "{first} of {end}");
}

#[test]
fn reads_that_lag_for_a_quarter_of_a_minute_end_as_reported() {
    let (first, end) = changed_at_first(|seed| Faults {
        lag: 1.0,
        longest_lag: 15_000,
        ..Faults::none(seed)
    });
    assert!(first * 10 >= end * 9, "{first} of {end}");
}

#[test]
fn what_is_delivered_twice_is_cleaned_up() {
    let (_, end) = changed_at_first(|seed| Faults {
        twice: 1.0,
        latest: 60_000,
        ..Faults::none(seed)
    });
    assert!(end > 0);
}

#[test]
fn rights_that_are_withdrawn_end_the_run_at_once() {
    for seed in 0..20 {
        let world = World::new(seed, 2_000);
        let faults = Faults {
            forbidden_from: Some(3),
            ..Faults::none(seed)
        };
        let mut end = simulate(&world, faults).unwrap();
        check(&world, &mut end).unwrap();
        assert_eq!(end.run.forbidden(), Some("no permission"));
        // At most four calls are in flight, each for a hundred users, who may have a number to be taken back.
        let tally = end.run.tally();
        assert!(tally.not_started >= tally.users - 800, "{tally:?}");
        assert!(end.requests <= 6_000, "{}", end.requests);
    }
}
