//! `cargo xtask simulate`: many worlds; a failing one says how to replay it.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Runs the engine against a faulty model of the server, in virtual time")]
struct Cli {
    /// How many worlds
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Users in each world
    #[arg(long, default_value_t = 200)]
    users: usize,
    /// Says how often each situation occurred
    #[arg(long)]
    situations: bool,
}

/// With so many worlds, every situation must occur so often.
const ENOUGH_SEEDS: u64 = 10_000;
const OFTEN_ENOUGH: u64 = 10;

fn main() -> ExitCode {
    let Cli {
        seeds,
        from,
        users,
        situations,
    } = Cli::parse();
    let began = Instant::now();
    let worlds = simulation::run_worlds(from..from + seeds, users);
    for (seed, why) in worlds.wrong.iter().take(10) {
        eprintln!("seed {seed}: {why}");
        eprintln!("  again: cargo xtask simulate --from {seed} --seeds 1 --users {users}");
    }
    if situations {
        for (name, count) in worlds.situations.counts() {
            println!("{count:>10}  {name}");
        }
    }
    println!(
        "{} of {seeds} seeds of {users} users are right ({} s)",
        seeds - worlds.wrong.len() as u64,
        began.elapsed().as_secs()
    );
    let rare = if seeds >= ENOUGH_SEEDS {
        worlds.situations.rarer_than(OFTEN_ENOUGH)
    } else {
        Vec::new()
    };
    for (name, count) in &rare {
        eprintln!("\"{name}\" occurred {count} times only");
    }
    if worlds.wrong.is_empty() && rare.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
