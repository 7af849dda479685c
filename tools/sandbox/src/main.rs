//! The sandbox's command: starts it and prints the one address to open.

use clap::Parser;
use sandbox::{Options, Sandbox};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let sandbox = match Sandbox::start(Options::parse()).await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("The sandbox did not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}/", sandbox.url());
    tokio::select! {
        () = sandbox.finished() => ExitCode::FAILURE,
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}
