//! The engine against a model of the server with faults of every kind, in virtual time. Each seed is one world; the
//! same seed is the same world.

#![allow(clippy::unwrap_used, reason = "what it is made of is written here")]

mod check;
mod driver;
mod faults;
mod server;
mod world;

pub use check::all as check;
pub use driver::{End, first_halt, simulate};
pub use faults::Faults;
pub use world::World;

use std::ops::Range;
use std::thread;

/// Runs the worlds of these seeds on all processors; answers those that went wrong, with the reason.
pub fn wrong_worlds(seeds: Range<u64>, users: usize) -> Vec<(u64, String)> {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let mut wrong: Vec<(u64, String)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|thread| {
                let mine = seeds.clone().filter(move |seed| seed % threads == thread);
                scope.spawn(move || {
                    mine.filter_map(|seed| Some((seed, run_world(seed, users).err()?)))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = started.into_iter().map(|thread| thread.join());
        joined
            .flat_map(|done| done.unwrap_or_else(|_| vec![(0, "a thread panicked".into())]))
            .collect()
    });
    wrong.sort();
    wrong
}

fn run_world(seed: u64, users: usize) -> Result<(), String> {
    let world = World::new(seed, users);
    let end = simulate(&world, Faults::of(seed))?;
    check(&world, &end)
}
