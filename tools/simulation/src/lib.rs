//! The engine against a model of the server with faults of every kind, in virtual time. Each seed is one world; the
//! same seed is the same world.

#![allow(clippy::unwrap_used, reason = "what it is made of is written here")]

mod check;
mod driver;
mod faults;
mod gateway;
mod others;
mod scans;
mod server;
mod situations;
mod world;

pub use check::all as check;
pub use driver::{End, first_halt, simulate};
pub use faults::Faults;
pub use server::{Paging, Total};
pub use situations::Situations;
pub use world::World;

use std::ops::Range;
use std::thread;

/// What came of many worlds.
#[derive(Debug, Default)]
pub struct Worlds {
    /// Those that went wrong, with the reason.
    pub wrong: Vec<(u64, String)>,
    /// What happened in all of them.
    pub situations: Situations,
}

/// Runs the worlds of these seeds on all processors.
pub fn run_worlds(seeds: Range<u64>, users: usize) -> Worlds {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let mut worlds = thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|thread| {
                let mine = seeds.clone().filter(move |seed| seed % threads == thread);
                scope.spawn(move || run_some(mine, users))
            })
            .collect();
        let mut all = Worlds::default();
        for thread in started {
            match thread.join() {
                Ok(some) => {
                    all.wrong.extend(some.wrong);
                    all.situations.add(&some.situations);
                }
                Err(_) => all.wrong.push((0, "a thread panicked".into())),
            }
        }
        all
    });
    worlds.wrong.sort();
    worlds
}

fn run_some(seeds: impl Iterator<Item = u64>, users: usize) -> Worlds {
    let mut worlds = Worlds::default();
    for seed in seeds {
        match run_world(seed, users) {
            Ok(situations) => worlds.situations.add(&situations),
            Err(why) => worlds.wrong.push((seed, why)),
        }
    }
    worlds
}

fn run_world(seed: u64, users: usize) -> Result<Situations, String> {
    let world = World::new(seed, users);
    let mut end = simulate(&world, Faults::of(seed))?;
    check(&world, &mut end)?;
    Ok(end.situations)
}
