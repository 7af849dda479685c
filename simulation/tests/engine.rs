//! What the engine promises, in some worlds; `cargo xtask simulate` runs many.

#![allow(clippy::unwrap_used)]

use simulation::{Faults, World, check, first_halt, run_worlds, simulate};

#[test]
fn every_seed_ends_with_a_true_report() {
    assert_eq!(run_worlds(0..300, 60).wrong, []);
}

#[test]
fn a_server_that_is_busy_now_and_then_bears_at_most_a_third_more() {
    for seed in 0..20 {
        let world = World::new(seed, 400);
        let calm = simulate(&world, Faults::none(seed)).unwrap();
        let mut busy = simulate(&world, Faults::busy(seed, 0.2)).unwrap();
        check(&world, &mut busy).unwrap();
        let allowed = calm.requests * 13 / 10 + 20 * busy.went_on;
        assert!(
            busy.requests <= allowed,
            "seed {seed}: {} requests instead of {}",
            busy.requests,
            calm.requests
        );
    }
}

#[test]
fn a_server_that_is_down_is_left_in_peace_within_ten_seconds() {
    for seed in 0..20 {
        let world = World::new(seed, 400);
        let halted = first_halt(&world, Faults::busy(seed, 1.0));
        assert!(
            halted.is_some_and(|at| at <= 10_000),
            "seed {seed}: {halted:?}"
        );
    }
}
