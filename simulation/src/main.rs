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
}

fn main() -> ExitCode {
    let Cli { seeds, from, users } = Cli::parse();
    let began = Instant::now();
    let wrong = simulation::wrong_worlds(from..from + seeds, users);
    for (seed, why) in wrong.iter().take(10) {
        eprintln!("seed {seed}: {why}");
        eprintln!("  again: cargo xtask simulate --from {seed} --seeds 1 --users {users}");
    }
    println!(
        "{} of {seeds} seeds of {users} users are right ({} s)",
        seeds - wrong.len() as u64,
        began.elapsed().as_secs()
    );
    if wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
