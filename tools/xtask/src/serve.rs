//! `cargo xtask serve` and `cargo xtask dev`: run the sandbox with the frontend.

use anyhow::{Context, Result};
use duct::Expression;
use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::process::{self, cargo};
use crate::{build, tools};

/// The port of the sandbox in Trunk.toml.
const PORT: u16 = 8080;

/// Builds if needed, then runs the sandbox until Ctrl-C.
pub fn serve(options: &[String]) -> Result<()> {
    build::ensure_release()?;
    println!("Building the sandbox");
    cargo("build --quiet --package sandbox").run()?;
    println!("Starting the sandbox; Ctrl-C ends it");
    all_until_one_ends([sandbox(options)])
}

/// Runs Trunk, which rebuilds and reloads on changes, with the sandbox behind its proxy.
pub fn dev(options: &[String]) -> Result<()> {
    build::install_what_is_missing()?;
    println!("Building the sandbox");
    cargo("build --quiet --package sandbox").run()?;
    fs::create_dir_all("dist")?;
    let port = ["--port".to_owned(), PORT.to_string()];
    let sandbox = sandbox(&[&port, options].concat());
    println!("Starting Trunk, which rebuilds on every change; Ctrl-C ends it");
    all_until_one_ends([sandbox, tools::trunk(&["serve"])?])
}

fn sandbox(options: &[String]) -> Expression {
    let names_dist = |option: &String| option == "--dist" || option.starts_with("--dist=");
    let dist = (!options.iter().any(names_dist)).then_some("--dist=dist");
    let cargo = "run --quiet --package sandbox --".split(' ');
    let options = options.iter().map(String::as_str);
    process::command("cargo", cargo.chain(dist).chain(options))
}

/// Runs programs concurrently; when one ends, or on Ctrl-C or SIGTERM, the others are stopped too.
fn all_until_one_ends(programs: impl IntoIterator<Item = Expression>) -> Result<()> {
    let mut handles = Vec::new();
    for program in programs {
        handles.push(program.unchecked().start()?);
    }
    let handles = Arc::new(handles);
    let on_interrupt = handles.clone();
    ctrlc::set_handler(move || kill(&on_interrupt)).context("could not listen for Ctrl-C")?;
    loop {
        for handle in handles.iter() {
            if handle.try_wait()?.is_some() {
                kill(&handles);
                return Ok(());
            }
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn kill(handles: &[duct::Handle]) {
    for handle in handles {
        // It may have ended already, which is what is wanted.
        let _ = handle.kill();
    }
}
